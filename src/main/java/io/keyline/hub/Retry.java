package io.keyline.hub;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a message that did not go is tried again: after pauses that double, with full jitter, so that what failed together does not come
 * together again. The longest is a twelfth of what the message is worth, so that even the last tries are several.
 */
final class Retry {

    /** A longer pause is waited for in the database: memory is for what goes soon. */
    static final Duration LONGEST_IN_MEMORY = Duration.ofMinutes(1);

    private static final long FIRST_MILLIS = 500;
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int TRIES_IN_A_LIFE = 12;
    private static final int MOST_DOUBLINGS = 20;

    private Retry() {
    }

    /** The pause before the next try. @param attempts that were made before the one that has just failed */
    static Duration pause(int attempts, Duration lifetime) {
        long longest = Math.min(lifetime.toMillis() / TRIES_IN_A_LIFE, LONGEST.toMillis());
        long most = Math.max(1, Math.min(FIRST_MILLIS << Math.min(attempts, MOST_DOUBLINGS), longest));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most) + 1);
    }
}
