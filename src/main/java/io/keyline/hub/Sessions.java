package io.keyline.hub;

import io.keyline.store.HubSql.Peer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The sessions that channels hold with their providers. A message that a provider sends again comes on a later session than
 * its first copy, or soon after it; intake asks here.
 */
public final class Sessions {

    /** Longer than any provider takes to send again what a lost session carried. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** A hub that has not been seen for so long may be gone; each is seen every second. */
    private static final Duration SILENT = Duration.ofMillis(2_500);
    private static final int SHIFT = 10;

    private final InstantSource clock;
    private final Instant startedAt;
    private final AtomicLong last;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final Map<Long, Instant> ended = new ConcurrentHashMap<>();
    /** Those of other hubs that were open when they were last heard of, and when that was. */
    private final Map<Long, Instant> elsewhere = new ConcurrentHashMap<>();
    private volatile Set<Long> openElsewhere = Set.of();

    public Sessions() {
        this(InstantSource.system());
    }

    Sessions(InstantSource clock) {
        this.clock = clock;
        startedAt = clock.instant();
        last = new AtomicLong(startedAt.toEpochMilli() << SHIFT);
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
        return open.contains(session) || openElsewhere.contains(session);
    }

    /** Those of this hub. */
    Collection<Long> open() {
        return Set.copyOf(open);
    }

    /** What other hubs tell of theirs. One that is silent may be gone, and its sessions with it. */
    void heard(List<Peer> others) {
        others.forEach(peer -> peer.sessions().forEach(session -> elsewhere.merge(session, peer.seenAt(), (a, b) -> a.isAfter(b) ? a : b)));
        openElsewhere = others.stream().filter(peer -> peer.living() && peer.silence().compareTo(SILENT) < 0).flatMap(peer -> peer.sessions().stream())
                .collect(Collectors.toUnmodifiableSet());
        Instant forgotten = clock.instant().minus(REMEMBERED);
        elsewhere.values().removeIf(at -> at.isBefore(forgotten));
    }

    /** Whether it was opened while this process runs, here or elsewhere. */
    boolean isOfOurTime(long session) {
        return session >> SHIFT >= startedAt.toEpochMilli();
    }

    /** When this process began to hold sessions: providers could not send again before. */
    Instant openedFirst() {
        return startedAt;
    }

    /** When the session ended; {@code otherwise} for a session of an earlier process. */
    Instant endedAt(long session, Instant otherwise) {
        Instant here = ended.get(session);
        return here != null ? here : elsewhere.getOrDefault(session, otherwise);
    }
}
