package io.keyline.hub;

import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages that the hub was done with come back to it: dead letters that are replayed. A restart looks only above the low-water mark
 * for what was left open; so a message is taken in hand first, which lowers the mark, then its state changes, and then it goes.
 */
public final class Returns {

    private final Recovery recovery;
    private final Turns turns;
    private final Outbox outbox;
    /** Those of which nobody may know whether the change of their state was committed. */
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    Returns(Recovery recovery, Turns turns, Outbox outbox) {
        this.recovery = recovery;
        this.turns = turns;
        this.outbox = outbox;
    }

    /** To be called before the message's state changes. Returns false if somebody has it in hand. */
    public boolean take(long message) {
        if (taken.contains(message)) {
            return true;
        }
        boolean isFree = !recovery.takeBack(List.of(message)).isEmpty();
        if (isFree) {
            taken.add(message);
        }
        return isFree;
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
            turns.takeUp(message);
        } catch (RuntimeException e) {
            Turns.later(() -> goAgain(message)); // the database is away, and the message was let go
        }
    }

    private void goAgain(Inbound message) {
        try {
            recovery.takeBack(List.of(message.id()));
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
