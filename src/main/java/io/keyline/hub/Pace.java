package io.keyline.hub;

import java.util.concurrent.TimeUnit;

/**
 * How fast a provider may be sent to: a token bucket, filled at the agreed rate. A throttling answer halves the rate, and each
 * second without one gives a part of it back (additive increase, multiplicative decrease). While there is no connection it
 * pauses, longer each time. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class Pace {

    private static final double LOWEST = 1;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);
    /** All answers to what was under way when the provider began to throttle tell of the same overload. */
    private static final long SAME_OVERLOAD = SECOND / 5;

    private final double agreed;
    private double rate;
    private double tokens;
    private long filledAt;
    private long slowedAt;
    private long pausedUntil;
    private long pause;
    private long takenInSecond;
    private long secondBegan;
    private double measured;

    /** @param agreed messages a second that the provider allows; 0 for no limit until it throttles */
    Pace(double agreed, long now) {
        this.agreed = agreed > 0 ? agreed : Double.POSITIVE_INFINITY;
        this.rate = this.agreed;
        this.tokens = burst();
        this.filledAt = now;
        this.slowedAt = now - SECOND;
        this.pausedUntil = now;
        this.secondBegan = now;
    }

    /** Takes the right to send one message now, if there is one. */
    boolean take(long now) {
        if (untilNext(now) > 0) {
            return false;
        }
        tokens--;
        measure(now);
        return true;
    }

    /** Nanoseconds until the next message may go. */
    long untilNext(long now) {
        if (now < pausedUntil) {
            return pausedUntil - now;
        }
        fill(now);
        return tokens >= 1 ? 0 : (long) ((1 - tokens) / rate * SECOND) + 1;
    }

    /** The provider asked to slow down. */
    void throttled(long now) {
        if (now - slowedAt < SAME_OVERLOAD) {
            return;
        }
        rate = Math.max(LOWEST, (Double.isInfinite(rate) ? Math.max(measured, takenInSecond) : rate) / 2);
        tokens = 0;
        filledAt = now;
        slowedAt = now;
    }

    /** There is no connection. */
    void disconnected(long now) {
        if (now >= pausedUntil) {
            pause = pause == 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
            pausedUntil = now + pause;
        }
    }

    /** The provider took a message. */
    void connected() {
        pause = 0;
    }

    /** Whether nothing has gone since the connection was lost: one message at a time tries. */
    boolean isDisconnected() {
        return pause > 0;
    }

    double rate() {
        return rate;
    }

    private void measure(long now) {
        takenInSecond++;
        if (now - secondBegan >= SECOND) {
            measured = takenInSecond * (double) SECOND / (now - secondBegan);
            takenInSecond = 0;
            secondBegan = now;
        }
    }

    private void fill(long now) {
        if (Double.isInfinite(rate)) {
            tokens = 1;
            return;
        }
        double seconds = (now - filledAt) / (double) SECOND;
        tokens = Math.min(burst(), tokens + seconds * rate);
        filledAt = now;
        rate = Math.min(agreed, rate + seconds * Math.max(5, rate * 0.1));
        if (Double.isInfinite(agreed) && now - slowedAt > 60 * SECOND) {
            rate = agreed;
        }
    }

    private double burst() {
        return Double.isInfinite(rate) ? 1 : Math.max(1, rate / 10);
    }
}
