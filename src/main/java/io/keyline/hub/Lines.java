package io.keyline.hub;

import io.keyline.store.Outbound;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * One line a destination: its first message is ready or under way, the others wait behind it. Not thread-safe.
 */
final class Lines {

    private final Map<String, Deque<Outbound>> lines = new HashMap<>();
    private final Deque<Outbound> ready = new ArrayDeque<>();
    private int behind;

    boolean isFree(String destination) {
        return !lines.containsKey(destination);
    }

    /** A message to this destination is under way without having waited. */
    void occupy(String destination) {
        lines.put(destination, new ArrayDeque<>(0));
    }

    void add(Outbound message) {
        Deque<Outbound> line = lines.get(message.customerAddress());
        if (line == null) {
            occupy(message.customerAddress());
            ready.add(message);
        } else {
            line.add(message);
            behind++;
        }
    }

    /** The first message to this destination has gone; the next one is ready. */
    void release(String destination) {
        Deque<Outbound> line = lines.get(destination);
        Outbound next = line == null ? null : line.poll();
        if (next == null) {
            lines.remove(destination);
        } else {
            behind--;
            ready.add(next);
        }
    }

    /** A message that was under way is the first of its destination again. */
    void again(Outbound message) {
        ready.addFirst(message);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The next message that may go, which is under way from now on. */
    Outbound take() {
        return ready.poll();
    }

    int waiting() {
        return ready.size() + behind;
    }
}
