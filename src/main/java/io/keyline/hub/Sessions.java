package io.keyline.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sessions that channels hold with their providers. A message that a provider sends again comes on a later session than
 * its first copy, or soon after it; intake asks here.
 */
public final class Sessions {

    /** Longer than any provider takes to send again what a lost session carried. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final InstantSource clock;
    private final Instant startedAt;
    private final AtomicLong last;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final Map<Long, Instant> ended = new ConcurrentHashMap<>();

    public Sessions() {
        this(InstantSource.system());
    }

    Sessions(InstantSource clock) {
        this.clock = clock;
        startedAt = clock.instant();
        last = new AtomicLong(startedAt.toEpochMilli() << 10);
    }

    /** A channel has a new session with its provider. Returns the session's number, unique over restarts. */
    public long opened() {
        long session = last.incrementAndGet();
        open.add(session);
        return session;
    }

    /** The session is over: what it carried at its end may be sent again. */
    public void closed(long session) {
        if (open.remove(session)) {
            Instant now = clock.instant();
            ended.put(session, now);
            ended.values().removeIf(at -> at.isBefore(now.minus(REMEMBERED)));
        }
    }

    public boolean isOpen(long session) {
        return open.contains(session);
    }

    /** When this process began to hold sessions: providers could not send again before. */
    Instant openedFirst() {
        return startedAt;
    }

    /** When the session ended; {@code otherwise} for a session of an earlier process. */
    Instant endedAt(long session, Instant otherwise) {
        return ended.getOrDefault(session, otherwise);
    }
}
