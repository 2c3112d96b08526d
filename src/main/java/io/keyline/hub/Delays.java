package io.keyline.hub;

import io.keyline.store.Delay;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Why messages that wait to be sent wait, until that is stored with how they ended. Only those that are delayed are here. */
final class Delays {

    static final String THROTTLED = "throttled";
    static final String NOT_CONNECTED = "not connected";
    static final String TRIED_AGAIN = "tried again";

    private final Map<Long, Map<String, Delay>> delays = new ConcurrentHashMap<>();

    void add(long message, String reason, Instant now) {
        delays.computeIfAbsent(message, none -> new TreeMap<>()).merge(reason, new Delay(message, reason, 1, now, now),
                (one, again) -> new Delay(message, reason, one.times() + 1, one.since(), now));
    }

    /** How often a message that still waits was delayed for this reason. */
    int times(long message, String reason) {
        Delay known = delays.getOrDefault(message, Map.of()).get(reason);
        return known == null ? 0 : known.times();
    }

    /** Those of a message that waits no more. */
    List<Delay> ended(long message, Instant now) {
        Map<String, Delay> known = delays.isEmpty() ? null : delays.remove(message);
        return known == null ? List.of()
                : known.values().stream().map(one -> new Delay(message, one.reason(), one.times(), one.since(), now)).toList();
    }
}
