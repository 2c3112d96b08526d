package io.keyline.hub;

import io.keyline.store.Outbound;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * One line a destination: its first message is ready or under way, the others wait behind it. A line goes by the most urgent message in
 * it: who asked something must not wait until a campaign is out. Not thread-safe.
 */
final class Lines {

    /** What waits to one destination. */
    private static final class Line {
        /** The first message, while it is ready; null while it is under way. */
        private Outbound ready;
        private final Deque<Outbound> behind = new ArrayDeque<>(0);

        private Rank rank() {
            Rank rank = ready == null ? Rank.BULK : Rank.of(ready);
            for (Outbound message : behind) {
                rank = Rank.of(message).compareTo(rank) < 0 ? Rank.of(message) : rank;
            }
            return rank;
        }
    }

    private final Map<String, Line> lines = new HashMap<>();
    private final Map<Rank, RoundRobin> ready = new EnumMap<>(Rank.class);
    private int waiting;

    Lines() {
        for (Rank rank : Rank.values()) {
            ready.put(rank, new RoundRobin());
        }
    }

    boolean isFree(String destination) {
        return !lines.containsKey(destination);
    }

    /** A message to this destination is under way without having waited. */
    void occupy(String destination) {
        lines.put(destination, new Line());
    }

    void add(Outbound message) {
        waiting++;
        Line line = lines.get(message.customerAddress());
        if (line == null) {
            occupy(message.customerAddress());
            lines.get(message.customerAddress()).ready = message;
            ready.get(Rank.of(message)).add(message);
            return;
        }
        Rank before = line.rank();
        line.behind.add(message);
        if (line.ready != null && line.rank() != before) {
            ready.get(before).remove(line.ready);
            ready.get(line.rank()).add(line.ready);
        }
    }

    /** The first message to this destination has gone; the next one is ready. */
    void release(String destination) {
        Line line = lines.get(destination);
        Outbound next = line == null ? null : line.behind.poll();
        if (next == null) {
            lines.remove(destination);
            return;
        }
        line.ready = next;
        ready.get(line.rank()).add(next);
    }

    /** A message that was under way is the first of its destination again. */
    void again(Outbound message) {
        waiting++;
        Line line = lines.get(message.customerAddress());
        line.ready = message;
        ready.get(line.rank()).addFirst(message);
    }

    boolean hasReady() {
        return hasReady(Rank.BULK);
    }

    /** Whether a line of this rank, or of a more urgent one, is ready. */
    boolean hasReady(Rank least) {
        return ready.entrySet().stream().anyMatch(entry -> entry.getKey().compareTo(least) <= 0 && !entry.getValue().isEmpty());
    }

    /** The next message that may go, which is under way from now on; there is one. */
    Outbound take() {
        for (RoundRobin rank : ready.values()) {
            if (!rank.isEmpty()) {
                Outbound message = rank.take();
                lines.get(message.customerAddress()).ready = null;
                waiting--;
                return message;
            }
        }
        throw new IllegalStateException("nothing is ready");
    }

    int waiting() {
        return waiting;
    }
}
