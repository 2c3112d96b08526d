package io.keyline.hub;

import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql.EarlierCopy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a message that the provider sends again from one that the customer sends again. SMPP has no message id for it: a copy
 * comes because its first acknowledgement got lost, so it is the same in every byte and comes on a later session, or after an
 * answer that was not ROK, or at once.
 */
final class Duplicates {

    /** Nobody types the same message again so soon; a figure that courier and others use too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);
    /** An acknowledgement that was written this long before its session ended may not have arrived. */
    private static final Duration UNCONFIRMED = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final Sessions sessions;
    private final Duration reach;
    private final long lastBeforeStart;
    /** Fingerprints of what was refused although the database may have it, with the time. */
    private final Map<Long, Long> refused = new ConcurrentHashMap<>();

    /**
     * @param reach how long after the end of a session a provider may send again what it carried
     * @param lastBeforeStart the last sign of life of the hub before this one, in epoch milliseconds
     */
    Duplicates(InstantSource clock, Sessions sessions, Duration reach, long lastBeforeStart) {
        this.clock = clock;
        this.sessions = sessions;
        this.reach = reach;
        this.lastBeforeStart = lastBeforeStart;
    }

    Duration reach() {
        return reach.plus(UNCONFIRMED);
    }

    void refused(long fingerprint) {
        refused.put(fingerprint, clock.millis());
        if (refused.size() > 100_000) {
            refused.values().removeIf(at -> at < clock.millis() - reach.toMillis());
        }
    }

    /** Whether this message is the same as the earlier one, sent again by the provider. */
    boolean isCopy(Inbound message, EarlierCopy earlier) {
        if (message.customerId() != earlier.customerId() || message.fingerprint() != earlier.fingerprint()) {
            return false;
        }
        long arrived = message.at().toEpochMilli();
        long first = Ids.time(earlier.id()).toEpochMilli();
        if (arrived - first <= AT_ONCE.toMillis() || isOfRefused(message.fingerprint(), first, arrived)) {
            return true;
        }
        if (sessions.isOpen(earlier.session())) {
            return false;
        }
        long ended = sessions.endedAt(earlier.session(), lastBeforeStart);
        return first >= ended - UNCONFIRMED.toMillis() && arrived <= Math.max(ended, sessions.openedFirst()) + reach.toMillis();
    }

    /** The earlier one was refused, and is there all the same; one that came after the refusal was taken, and its sender knows. */
    private boolean isOfRefused(long fingerprint, long first, long arrived) {
        Long at = refused.get(fingerprint);
        return at != null && first <= at && arrived <= at + reach.toMillis();
    }
}
