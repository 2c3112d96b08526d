package io.keyline.deploy.rehearsal;

import io.keyline.hub.Hub;
import io.keyline.hub.VirtualTime;
import io.keyline.identity.Links;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Moves virtual time from one thing that is due to the next, and waits each time until the hub has come to rest. */
final class Passage {

    /** By the machine's time. Nothing takes that long but what hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 200_000;

    private final Hub hub;
    private final Links links;
    private final VirtualTime time;
    private final Replies replies;

    Passage(Hub hub, Links links, VirtualTime time, Replies replies) {
        this.links = links;
        this.hub = hub;
        this.time = time;
        this.replies = replies;
    }

    Instant now() {
        return time.instant();
    }

    /** Moves on to this time; what is due on the way happens at its own. */
    void passTo(Instant target) {
        for (Instant next = next(); !next.isAfter(target); next = next()) {
            step(next);
            rest();
        }
        time.moveTo(target);
        rest();
    }

    /** Returns when nothing is left to do. Turns that wait in a call are brought to its answer, or to the end of their patience. */
    void rest() {
        settle();
        while (time.waiting() > 0) {
            step(next());
        }
    }

    private void step(Instant at) {
        time.moveTo(at);
        replies.bring();
        hub.takeUpDue();
        settle();
    }

    /** When something happens by itself. What is due already is in line behind a call. */
    private Instant next() {
        return Stream.of(hub.nextDue().filter(due -> due.isAfter(now())), replies.next(), time.nextLimit()).flatMap(Optional::stream)
                .min(Instant::compareTo).orElse(Instant.MAX);
    }

    private void settle() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isSettled()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the hub does not come to rest: " + inHand());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Whether nothing moves unless time does. A customer whose turn waits in a call may have more in line behind it. */
    boolean isSettled() {
        int waiting = time.waiting();
        if (hub.resultsInHand() > 0 || hub.customersInHand() != waiting || !links.isAtRest()) {
            return false;
        }
        return waiting > 0 || hub.messagesInHand() == 0 && hub.nextDue().filter(due -> !due.isAfter(now())).isEmpty();
    }

    private String inHand() {
        return hub.turnsInHand() + " turns of " + hub.customersInHand() + " customers, of which " + time.waiting() + " wait in a call, and "
                + hub.messagesInHand() + " messages; the next conversation is due at "
                + hub.nextDue().map(Instant::toString).orElse("no time");
    }
}
