package io.keyline.channel.sms;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: at random up to a limit that doubles with each attempt, so that the hubs that lost
 * an SMSC together do not come back together (exponential back-off with full jitter).
 */
final class Backoff {

    private final long firstMillis;
    private final long largestMillis;
    private long limitMillis;

    Backoff(Duration first, Duration largest) {
        firstMillis = Math.max(1, Math.min(first.toMillis(), largest.toMillis()));
        largestMillis = Math.max(1, largest.toMillis());
        reset();
    }

    /** The connection was good: the next delay is short again. */
    void reset() {
        limitMillis = firstMillis;
    }

    Duration next() {
        long delay = ThreadLocalRandom.current().nextLong(limitMillis + 1);
        limitMillis = Math.min(largestMillis, limitMillis * 2);
        return Duration.ofMillis(delay);
    }
}
