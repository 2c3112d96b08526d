package io.keyline.hub;

import io.keyline.store.Outbound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One line a destination: its first message is ready, under way, or rests before it is tried again; the others wait behind it. A line goes
 * by the most urgent message in it: who asked something must not wait until a campaign is out. Not thread-safe.
 */
final class Lines {

    /** What waits to one destination. While its first message is under way, that is not here. */
    private static final class Line {
        private Outbound ready;
        private Outbound resting;
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

    /** A message that was under way rests, and remains the first of its destination. */
    void rest(Outbound message) {
        lines.get(message.customerAddress()).resting = message;
    }

    /** A message that rested is ready again. */
    void again(Outbound message) {
        Line line = lines.get(message.customerAddress());
        if (line == null || line.resting == null) {
            return; // it was taken out meanwhile
        }
        waiting++;
        line.resting = null;
        line.ready = message;
        ready.get(line.rank()).addFirst(message);
    }

    /** Takes out messages, but none that is under way. */
    List<Outbound> takeOut(Predicate<Outbound> which) {
        List<Outbound> out = new ArrayList<>();
        List.copyOf(lines.keySet()).forEach(destination -> takeOut(destination, which, out));
        return out;
    }

    private void takeOut(String destination, Predicate<Outbound> which, List<Outbound> out) {
        Line line = lines.get(destination);
        if (line.ready != null) {
            ready.get(line.rank()).remove(line.ready);
        }
        int before = out.size();
        line.behind.removeIf(message -> which.test(message) && out.add(message));
        waiting -= out.size() - before;
        if (line.resting != null && which.test(line.resting)) {
            out.add(line.resting);
            line.resting = null;
            release(destination);
        } else if (line.ready != null && which.test(line.ready)) {
            out.add(line.ready);
            waiting--;
            line.ready = null;
            release(destination);
        } else if (line.ready != null) {
            ready.get(line.rank()).add(line.ready);
        }
    }

    boolean hasReady() {
        return hasReady(Rank.BULK);
    }

    /** Whether a line of this rank, or of a more urgent one, is ready. */
    boolean hasReady(Rank least) {
        for (Map.Entry<Rank, RoundRobin> rank : ready.entrySet()) { // asked for each reply, within the lock
            if (rank.getKey().compareTo(least) <= 0 && !rank.getValue().isEmpty()) {
                return true;
            }
        }
        return false;
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
