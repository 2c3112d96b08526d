package io.keyline.hub;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sessions that channels hold with their providers. A message that a provider sends again comes on a later session than
 * its first copy, or soon after it; intake asks here.
 */
public final class Sessions {

    private final InstantSource clock;
    private final AtomicLong last;
    private final Map<Long, String> open = new ConcurrentHashMap<>();
    private final long startedAt;
    private final Map<Long, Long> ended = new ConcurrentHashMap<>();

    public Sessions() {
        this(InstantSource.system());
    }

    Sessions(InstantSource clock) {
        this.clock = clock;
        startedAt = clock.millis();
        last = new AtomicLong(startedAt << 10);
    }

    /** A channel has a new session with its provider. Returns the session's number, unique over restarts. */
    public long opened(String connection) {
        long session = last.incrementAndGet();
        open.put(session, connection);
        return session;
    }

    /** The session is over: what it carried at its end may be sent again. */
    public void closed(long session) {
        if (open.remove(session) != null) {
            ended.put(session, clock.millis());
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
