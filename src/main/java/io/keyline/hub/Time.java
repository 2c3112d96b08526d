package io.keyline.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The time that turns, deadlines and patience go by: the machine's, or in a rehearsal one that is moved by hand. */
public interface Time extends InstantSource {

    /** A copy of the future that fails with {@link java.util.concurrent.TimeoutException} after this time. */
    <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration patience);

    /** As {@link #limit}, for a customer who waits for an answer. In a rehearsal they wait as long as this machine needs. */
    default <T> CompletableFuture<T> limitOfCustomer(CompletableFuture<T> future, Duration patience) {
        return limit(future, patience);
    }

    /** The machine's. */
    static Time system() {
        return new Time() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration patience) {
                return future.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        };
    }
}
