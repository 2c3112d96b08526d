package io.keyline.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sessions that channels hold with their providers. A message that a provider sends again comes on a later session than
 * its first copy, or soon after it; intake asks here.
 */
public final class Sessions {

    /** Longer than any provider takes to send again what a lost session carried. */
    private static final long REMEMBERED_MILLIS = 86_400_000L;

    private final AtomicLong last = new AtomicLong(System.currentTimeMillis() << 10);
    private final Map<Long, String> open = new ConcurrentHashMap<>();
    private final long startedAt = System.currentTimeMillis();
    private final Map<Long, Long> ended = new ConcurrentHashMap<>();

    /** A channel has a new session with its provider. Returns the session's number, unique over restarts. */
    public long opened(String connection) {
        long session = last.incrementAndGet();
        open.put(session, connection);
        return session;
    }

    /** The session is over: what it carried at its end may be sent again. */
    public void closed(long session) {
        if (open.remove(session) != null) {
            long now = System.currentTimeMillis();
            ended.put(session, now);
            ended.values().removeIf(at -> at < now - REMEMBERED_MILLIS);
        }
    }

    /** When this process began to hold sessions: providers could not send again before. */
    long openedFirst() {
        return startedAt;
    }

    public boolean isOpen(long session) {
        return open.containsKey(session);
    }

    /** When the session ended, in epoch milliseconds; {@code otherwise} for a session of an earlier process. */
    public long endedAt(long session, long otherwise) {
        return ended.getOrDefault(session, otherwise);
    }
}
