package io.keyline.demo;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the state of a simulator. */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    Loop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
            return thread;
        });
    }

    /** Runs there and returns when it is done; does nothing after the end. */
    void run(Runnable change) {
        if (Thread.currentThread() == thread) {
            change.run();
            return;
        }
        try {
            executor.submit(change).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException ended) {
            LOG.debug("ended already: {}", ended.toString());
        }
    }

    /** Runs there soon, in the order of the calls. */
    void soon(Runnable change) {
        later(Duration.ZERO, change);
    }

    void later(Duration delay, Runnable change) {
        try {
            executor.schedule(() -> guarded(change), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.debug("ended already: {}", ended.toString());
        }
    }

    void every(Duration pause, Runnable change) {
        executor.scheduleWithFixedDelay(() -> guarded(change), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    void end() {
        executor.shutdownNow();
    }

    /** An executor swallows what its tasks throw, and never repeats one that threw. */
    private static void guarded(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.error("the simulator has a fault of its own", e);
        }
    }
}
