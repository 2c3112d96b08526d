package io.keyline.deploy;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Turn;
import io.keyline.route.Keyline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One state of texts, keywords and routes. A turn begins and ends in one edition, so it never meets a half of the next: a redeployment
 * makes a new one beside it, and this one goes when its last turn has ended, be it one that waits for the back office.
 */
public final class Edition {

    private final Keyline keyline;
    private final List<Interpreter> interpreters;
    private final Interpreter due;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private long turns;
    private boolean retired;

    /** @param interpreters in the order in which they are asked what a message means */
    Edition(Keyline keyline, List<Interpreter> interpreters, Interpreter due) {
        this.keyline = keyline;
        this.interpreters = interpreters;
        this.due = due;
    }

    /** What the words of its routes reach. */
    public Keyline keyline() {
        return keyline;
    }

    /** Completes when it was replaced and no turn is in it any more. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    Optional<Handler> understand(Turn turn) {
        for (Interpreter interpreter : interpreters) {
            Optional<Handler> handler = interpreter.interpret(turn);
            if (handler.isPresent()) {
                return handler;
            }
        }
        return Optional.empty();
    }

    Optional<Handler> takeUp(Turn turn) {
        return due.interpret(turn);
    }

    /** A turn wants to begin here. Returns false if it was replaced; then another one is current. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        turns++;
        return true;
    }

    private synchronized void leave() {
        turns--;
        endIfLast();
    }

    /** Another edition is current: no turn begins here any more. */
    public synchronized void retire() {
        retired = true;
        endIfLast();
    }

    private void endIfLast() {
        if (retired && turns == 0) {
            ended.complete(null);
        }
    }

    /** Finds who handles a turn that has entered, which leaves when that is done. */
    Optional<Handler> keep(Function<Edition, Optional<Handler>> work) {
        Optional<Handler> handler = Optional.empty();
        try {
            handler = work.apply(this);
        } finally {
            if (handler.isEmpty()) {
                leave();
            }
        }
        return handler.map(Kept::new);
    }

    /** A handler whose turn is counted until it is done, or fails before. */
    private final class Kept implements Handler {

        private final Handler handler;
        private final AtomicBoolean left = new AtomicBoolean();

        Kept(Handler handler) {
            this.handler = handler;
        }

        @Override
        public String name() {
            return handler.name();
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            try {
                handler.handle(turn, () -> finish(done));
            } catch (RuntimeException | Error e) {
                leaveOnce();
                throw e;
            }
        }

        /** The end of a turn may still say a text. */
        private void finish(Runnable done) {
            try {
                done.run();
            } finally {
                leaveOnce();
            }
        }

        private void leaveOnce() {
            if (left.compareAndSet(false, true)) {
                leave();
            }
        }
    }
}
