package io.keyline.channel.sms;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Lets calls in until it closes, and then waits for those inside: the orderly stop of a connection. */
final class Gate {

    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /** Whether the caller is in, and then has to {@link #leave}. */
    boolean enter() {
        inside.incrementAndGet();
        if (!closed) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** Lets nobody in any more, and waits for those inside, but no longer than {@code patience}. */
    void close(Duration patience) {
        closed = true;
        long deadline = System.nanoTime() + patience.toNanos();
        while (inside.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
