package io.keyline.hub;

import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql.EarlierCopy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
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

    /** An acknowledgement that takes longer may cross with the provider's second try. */
    private static final Duration PROMPT = Duration.ofSeconds(1);
    /** Vonage sends again for 24 hours, and an operator may feed a mailbox again after a weekend. */
    private static final Duration NAMED_AGAIN = Duration.ofDays(7);
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final Sessions sessions;
    private final Duration reach;
    private final Instant lastBeforeStart;
    /** Ids under which the database may have what its provider was told to send again. */
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    /** Messages whose acknowledgement took so long that the provider may have given up waiting, and when it went. */
    private final Map<Long, Instant> acknowledgedLate = new ConcurrentHashMap<>();
    /** Messages whose copy came, and the session that carried the copy. */
    private final Map<Long, Long> copied = new ConcurrentHashMap<>();

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

    /** No message of this session that arrived before this can come again now. While we were away no provider could send again. */
    Instant since(long session) {
        return session == Arrival.Text.NAMED ? clock.instant().minus(NAMED_AGAIN) : since();
    }

    private Instant since() {
        Instant now = clock.instant();
        Instant usual = now.minus(reach).minus(UNCONFIRMED);
        Instant atLast = lastBeforeStart.minus(UNCONFIRMED);
        return now.isBefore(sessions.openedFirst().plus(reach)) && atLast.isBefore(usual) ? atLast : usual;
    }

    /** What was stored under this id, if it was, is not acknowledged. */
    void refused(long id) {
        refused.add(id);
        prune(refused);
    }

    /** What is stored under this id is acknowledged now. */
    void acknowledged(long id) {
        Instant now = clock.instant();
        if (now.isAfter(Ids.time(id).plus(PROMPT))) {
            acknowledgedLate.put(id, now);
            prune(acknowledgedLate.keySet());
        }
    }

    /** The copy has come and is acknowledged on its session; the next that looks like it is another message. */
    void settled(EarlierCopy earlier, long session) {
        refused.remove(earlier.id());
        copied.put(earlier.id(), session);
        prune(copied.keySet());
    }

    private void prune(Set<Long> ids) {
        if (ids.size() > MOST) {
            long oldest = Ids.floor(since());
            ids.removeIf(id -> id < oldest);
        }
    }

    /** Whether this message is the same as the earlier one, sent again by the provider. */
    boolean isCopy(Inbound message, EarlierCopy earlier) {
        if (message.customerId() != earlier.customerId() || message.fingerprint() != earlier.fingerprint()) {
            return false;
        }
        if (message.session() == Arrival.Text.NAMED) {
            return true; // its provider has a name for each message, and the fingerprint is made of it
        }
        Instant first = acknowledgedLate.getOrDefault(earlier.id(), Ids.time(earlier.id()));
        if (!message.at().isAfter(first.plus(AT_ONCE)) || refused.contains(earlier.id())) {
            return true;
        }
        Long copySession = copied.get(earlier.id());
        if (sessions.isOpen(earlier.session()) || (copySession != null && sessions.isOpen(copySession))) {
            return false;
        }
        // one of another hub that was lost before that could tell of it ended at once
        Instant ended = sessions.endedAt(earlier.session(), sessions.isOfOurTime(earlier.session()) ? first : lastBeforeStart);
        Instant couldComeAgain = ended.isAfter(sessions.openedFirst()) ? ended : sessions.openedFirst();
        return !first.isBefore(ended.minus(UNCONFIRMED)) && !message.at().isAfter(couldComeAgain.plus(reach));
    }
}
