package io.keyline.hub;

import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql.EarlierCopy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
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
    private final Instant lastBeforeStart;
    /** Ids under which the database may have what its provider was told to send again. */
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();

    /**
     * @param reach how long after the end of a session a provider may send again what it carried
     * @param lastBeforeStart the last sign of life of the hub before this one
     */
    Duplicates(InstantSource clock, Sessions sessions, Duration reach, Instant lastBeforeStart) {
        this.clock = clock;
        this.sessions = sessions;
        this.reach = reach;
        this.lastBeforeStart = lastBeforeStart;
    }

    /** No message that arrived before this can come again now. While we were away no provider could send again. */
    Instant since() {
        Instant now = clock.instant();
        Instant usual = now.minus(reach).minus(UNCONFIRMED);
        Instant atLast = lastBeforeStart.minus(UNCONFIRMED);
        return now.isBefore(sessions.openedFirst().plus(reach)) && atLast.isBefore(usual) ? atLast : usual;
    }

    /** What was stored under this id, if it was, is not acknowledged. */
    void refused(long id) {
        refused.add(id);
        if (refused.size() > 100_000) {
            long oldest = Ids.floor(since());
            refused.removeIf(one -> one < oldest);
        }
    }

    /** The copy of what was refused has come; the next that looks like it is another message. */
    void settled(EarlierCopy earlier) {
        refused.remove(earlier.id());
    }

    /** Whether this message is the same as the earlier one, sent again by the provider. */
    boolean isCopy(Inbound message, EarlierCopy earlier) {
        if (message.customerId() != earlier.customerId() || message.fingerprint() != earlier.fingerprint()) {
            return false;
        }
        Instant first = Ids.time(earlier.id());
        if (!message.at().isAfter(first.plus(AT_ONCE)) || refused.contains(earlier.id())) {
            return true;
        }
        if (sessions.isOpen(earlier.session())) {
            return false;
        }
        Instant ended = sessions.endedAt(earlier.session(), lastBeforeStart);
        Instant couldComeAgain = ended.isAfter(sessions.openedFirst()) ? ended : sessions.openedFirst();
        return !first.isBefore(ended.minus(UNCONFIRMED)) && !message.at().isAfter(couldComeAgain.plus(reach));
    }
}
