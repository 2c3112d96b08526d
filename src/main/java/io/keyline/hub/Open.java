package io.keyline.hub;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The ids of what this hub has in hand. Everything below the lowest of them is finished, or waits in the database for a time;
 * that is the low-water mark, from which a restart looks for what was left open.
 */
final class Open {

    /** Each with the bucket of its customer, as the lowest eight bits. */
    private final Map<Long, Byte> ids = new ConcurrentHashMap<>();

    /** To be called as soon as the id is made, before anything is written under it. Returns false if it is in hand already. */
    boolean add(long id, long customer) {
        return ids.putIfAbsent(id, (byte) Buckets.of(customer)) == null;
    }

    void remove(long id) {
        ids.remove(id);
    }

    boolean contains(long id) {
        return ids.containsKey(id);
    }

    /** The buckets of all customers of whom something is in hand. */
    Set<Integer> inHand() {
        return ids.values().stream().map(bucket -> bucket & 0xff).collect(Collectors.toSet());
    }

    int size() {
        return ids.size();
    }

    /** The lowest id in hand, or {@code otherwise}. */
    long lowest(long otherwise) {
        long lowest = otherwise;
        for (long id : ids.keySet()) {
            lowest = Math.min(lowest, id);
        }
        return lowest;
    }
}
