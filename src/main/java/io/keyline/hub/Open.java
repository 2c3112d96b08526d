package io.keyline.hub;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of what this hub has in hand. Everything below the lowest of them is finished, or waits in the database for a time;
 * that is the low-water mark, from which a restart looks for what was left open.
 */
final class Open {

    private final Set<Long> ids = ConcurrentHashMap.newKeySet();

    /** To be called as soon as the id is made, before anything is written under it. Returns false if it is in hand already. */
    boolean add(long id) {
        return ids.add(id);
    }

    void remove(long id) {
        ids.remove(id);
    }

    boolean contains(long id) {
        return ids.contains(id);
    }

    int size() {
        return ids.size();
    }

    /** The lowest id in hand, or {@code otherwise}. */
    long lowest(long otherwise) {
        long lowest = otherwise;
        for (long id : ids) {
            lowest = Math.min(lowest, id);
        }
        return lowest;
    }
}
