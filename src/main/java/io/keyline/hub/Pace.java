package io.keyline.hub;

/**
 * How fast a provider may be sent to: a token bucket. A throttling answer halves the rate, and each second without one gives a
 * part of it back (additive increase, multiplicative decrease). Not thread-safe.
 */
final class Pace {

    private static final double LOWEST = 1;
    private static final long SECOND = 1_000_000_000L;

    private final double agreed;
    private double rate;
    private double tokens;
    private long filledAt;
    private long slowedAt;

    /** @param agreed messages a second that the provider allows; 0 for no limit until it throttles */
    Pace(double agreed, long now) {
        this.agreed = agreed > 0 ? agreed : Double.POSITIVE_INFINITY;
        this.rate = this.agreed;
        this.tokens = burst();
        this.filledAt = now;
        this.slowedAt = now;
    }

    /** Whether one message may go now. */
    boolean take(long now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Nanoseconds until the next message may go. */
    long untilNext(long now) {
        fill(now);
        return tokens >= 1 ? 0 : (long) ((1 - tokens) / rate * SECOND) + 1;
    }

    /** The provider asked to slow down; {@code measured} is the rate at which it was sent to. */
    void slower(long now, double measured) {
        if (now - slowedAt < SECOND / 5) {
            return; // the same overload, told by other messages in the window
        }
        rate = Math.max(LOWEST, (Double.isInfinite(rate) ? Math.max(measured, LOWEST) : rate) / 2);
        tokens = 0;
        filledAt = now;
        slowedAt = now;
    }

    double rate() {
        return rate;
    }

    private void fill(long now) {
        if (Double.isInfinite(rate)) {
            tokens = 1;
            return;
        }
        double seconds = (now - filledAt) / (double) SECOND;
        tokens = Math.min(burst(), tokens + seconds * rate);
        filledAt = now;
        if (rate < agreed) {
            rate = Math.min(agreed, rate + seconds * Math.max(5, rate * 0.1));
            if (Double.isInfinite(agreed) && now - slowedAt > 60 * SECOND) {
                rate = agreed;
            }
        }
    }

    private double burst() {
        return Double.isInfinite(rate) ? 1 : Math.max(1, rate / 10);
    }
}
