package io.keyline.hub;

import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Messages that the hub was done with come back to it: dead letters that are replayed. A restart looks only above the low-water mark
 * for what was left open; so a message is taken in hand first, which lowers the mark, then its state changes, and then it goes.
 */
public final class Returns {

    /** How long another hub may take to hand over the customer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final Recovery recovery;
    private final Summons summons;
    private final Turns turns;
    private final Outbox outbox;
    /** Those of which nobody may know whether the change of their state was committed. */
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    Returns(Jdbi jdbi, Recovery recovery, Summons summons, Turns turns, Outbox outbox) {
        this.jdbi = jdbi;
        this.recovery = recovery;
        this.summons = summons;
        this.turns = turns;
        this.outbox = outbox;
    }

    /**
     * To be called before the message's state changes.
     *
     * @param customer whose message it is, who is brought to this hub
     * @return false if somebody has it in hand, or the customer does not come
     */
    public boolean take(long message, long customer) {
        if (taken.contains(message)) {
            return true;
        }
        Set<Integer> bucket = Set.of(Buckets.of(jdbi.withHandle(handle -> RecoverySql.customer(handle, customer)).id()));
        try {
            summons.hold(bucket, PATIENCE);
        } catch (TryLater e) {
            return false;
        }
        try {
            boolean isFree = !recovery.takeBack(Map.of(message, customer)).isEmpty(); // what is in hand keeps its bucket here
            if (isFree) {
                taken.add(message);
            }
            return isFree;
        } finally {
            summons.release(bucket);
        }
    }

    /** The state stays as it is after all: nothing was committed. */
    public void leave(long message) {
        if (taken.remove(message)) {
            outbox.finished(message);
        }
    }

    /** The customer's message is RECEIVED again: its turn comes. */
    public void go(Inbound message) {
        taken.remove(message.id());
        try {
            turns.takeUp(List.of(message));
        } catch (RuntimeException e) {
            Turns.later(() -> goAgain(message)); // the database is away, and the message was let go
        }
    }

    private void goAgain(Inbound message) {
        try {
            recovery.takeBack(Map.of(message.id(), message.customerId()));
        } catch (RuntimeException e) {
            Turns.later(() -> goAgain(message));
            return;
        }
        go(message);
    }

    /** The message to the customer is QUEUED again. */
    public void go(Outbound message) {
        taken.remove(message.id());
        outbox.send(message);
    }
}
