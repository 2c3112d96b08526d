package io.keyline.hub;

import java.util.concurrent.TimeUnit;

/**
 * How fast a provider may be sent to: a token bucket, filled at the agreed rate. Where it throttles, the rate falls to what it
 * accepted, and comes back bit by bit. While there is no connection it pauses, longer each time. Times are those of
 * {@link System#nanoTime}. Not thread-safe.
 */
final class Pace {

    private static final double LOWEST = 1;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** How long answers are counted before the rate follows them. */
    private static final long PERIOD = SECOND / 2;
    private static final long FORGOTTEN = 60 * SECOND;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final double agreed;
    private double rate;
    private double tokens;
    private long filledAt;
    private long throttledAt;
    private long periodBegan;
    private int taken;
    private int throttled;
    private long pausedUntil;
    private long pause;

    /** @param agreed messages a second that the provider allows; 0 for no limit until it throttles */
    Pace(double agreed, long now) {
        this.agreed = agreed > 0 ? agreed : Double.POSITIVE_INFINITY;
        this.rate = this.agreed;
        this.tokens = burst();
        this.filledAt = now;
        this.periodBegan = now;
        this.pausedUntil = now;
    }

    /** Takes the right to send one message now, if there is one. */
    boolean take(long now) {
        if (untilNext(now) > 0) {
            return false;
        }
        tokens--;
        taken++;
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
        throttled++;
        throttledAt = now;
        fill(now);
        tokens = Math.min(tokens, 0);
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

    private void fill(long now) {
        double seconds = (now - filledAt) / (double) SECOND;
        tokens = Double.isInfinite(rate) ? 1 : Math.min(burst(), tokens + seconds * rate);
        filledAt = now;
        if (now - periodBegan >= PERIOD) {
            follow(now);
        }
    }

    /** Additive increase; multiplicative decrease, by the share that was throttled. */
    private void follow(long now) {
        double seconds = (now - periodBegan) / (double) SECOND;
        if (throttled > 0) {
            rate = Math.max(LOWEST, Math.min(rate, (taken - throttled) / seconds));
        }
        if (Double.isInfinite(agreed) && now - throttledAt > FORGOTTEN) {
            rate = agreed;
        }
        rate = Math.min(agreed, rate + Math.min(seconds, 1) * Math.max(5, rate * 0.1));
        taken = 0;
        throttled = 0;
        periodBegan = now;
    }

    private double burst() {
        return Double.isInfinite(rate) ? 1 : Math.max(1, rate / 10);
    }
}
