package io.keyline.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often a sender is told that they were not understood: two machines that answer each other would never stop, and a
 * customer who was told five times calls. Kept in memory: what a restart forgets does no harm.
 */
final class DefaultAnswers {

    private static final int MOST = 5;
    private static final long WITHIN_NANOS = 600_000_000_000L;
    private static final int SENDERS = 50_000;

    private final Map<String, Deque<Long>> bySender = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > SENDERS;
        }
    };

    /** Whether this sender may have one more, at this time of {@link System#nanoTime}. */
    synchronized boolean mayHave(String sender, long now) {
        Deque<Long> times = bySender.computeIfAbsent(sender, key -> new ArrayDeque<>(MOST));
        while (!times.isEmpty() && now - times.peekFirst() > WITHIN_NANOS) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}
