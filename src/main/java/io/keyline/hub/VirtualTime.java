package io.keyline.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A time that stands still until it is moved: for rehearsals, in which days pass in milliseconds. */
public final class VirtualTime implements Time {

    private record Limit(Instant at, CompletableFuture<?> future) {
    }

    private final List<Limit> limits = new ArrayList<>();
    private Instant now;

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration patience) {
        CompletableFuture<T> limited = future.copy();
        limits.add(new Limit(now.plus(patience), limited));
        return limited;
    }

    @Override
    public <T> CompletableFuture<T> limitOfCustomer(CompletableFuture<T> future, Duration patience) {
        return future.copy(); // the patience of calls ends the turn before
    }

    /** How many futures wait for their end or their limit. */
    public synchronized int waiting() {
        limits.removeIf(limit -> limit.future.isDone());
        return limits.size();
    }

    /** When the next limit is reached. */
    public synchronized Optional<Instant> nextLimit() {
        return waiting() == 0 ? Optional.empty() : limits.stream().map(Limit::at).min(Comparator.naturalOrder());
    }

    /**
     * Begins anew at this time, which may be before the one it was.
     *
     * @throws IllegalStateException if something waits for its limit
     */
    public synchronized void startAt(Instant start) {
        if (waiting() > 0) {
            throw new IllegalStateException(limits.size() + " calls wait by this time");
        }
        now = start;
    }

    /** Moves on to this time, never back; what has reached its limit fails. */
    public void moveTo(Instant later) {
        List<Limit> reached;
        synchronized (this) {
            now = later.isAfter(now) ? later : now;
            reached = limits.stream().filter(limit -> !limit.at.isAfter(now)).toList();
            limits.removeAll(reached);
        }
        reached.forEach(limit -> limit.future.completeExceptionally(new TimeoutException("not in " + limit.at)));
    }
}
