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

    /** What waits to one destination, and what is under way there. */
    private static final class Line {
        private Outbound underWay;
        private Outbound ready;
        private Outbound resting;
        /** How many messages to it are under way elsewhere, for whose end it waits. */
        private int held;
        private final Deque<Outbound> behind = new ArrayDeque<>(0);

        private boolean isFree() {
            return underWay == null && ready == null && resting == null && held == 0;
        }

        private boolean has(Predicate<Outbound> which) {
            return ready != null && which.test(ready) || resting != null && which.test(resting) || behind.stream().anyMatch(which);
        }

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

    /** A message to a free destination is under way without having waited. */
    void occupy(Outbound message) {
        line(message).underWay = message;
    }

    boolean isUnderWay(Outbound message) {
        Line line = lines.get(message.customerAddress());
        return line != null && line.underWay != null && line.underWay.id() == message.id();
    }

    List<Outbound> underWay() {
        return lines.values().stream().filter(line -> line.underWay != null).map(line -> line.underWay).toList();
    }

    void add(Outbound message) {
        waiting++;
        Line line = line(message);
        if (line.isFree()) {
            line.ready = message;
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

    /** Puts a message that was under way elsewhere in front of a destination that is held for its sake. */
    void addFirst(Outbound message) {
        waiting++;
        line(message).behind.addFirst(message);
    }

    private Line line(Outbound message) {
        return lines.computeIfAbsent(message.customerAddress(), destination -> new Line());
    }

    /** Nothing goes to this destination, but what is under way, until it is let go as often as it was held. */
    void hold(String destination) {
        Line line = lines.computeIfAbsent(destination, none -> new Line());
        line.held++;
        if (line.ready != null) {
            ready.get(line.rank()).remove(line.ready);
            line.behind.addFirst(line.ready);
            line.ready = null;
        }
    }

    void letGo(String destination) {
        lines.get(destination).held--;
        advance(destination);
    }

    /** The first message to this destination has gone; the next one is ready. */
    void release(String destination) {
        Line line = lines.get(destination);
        if (line != null) {
            line.underWay = null;
            advance(destination);
        }
    }

    private void advance(String destination) {
        Line line = lines.get(destination);
        if (!line.isFree()) {
            return;
        }
        Outbound next = line.behind.poll();
        if (next == null) {
            lines.remove(destination);
            return;
        }
        line.ready = next;
        ready.get(line.rank()).add(next);
    }

    /** A message that was under way rests, and remains the first of its destination. */
    void rest(Outbound message) {
        waiting++;
        Line line = lines.get(message.customerAddress());
        line.underWay = null;
        line.resting = message;
    }

    /** A message that rested is ready again. */
    void again(Outbound message) {
        Line line = lines.get(message.customerAddress());
        if (line == null || line.resting != message) {
            return; // it was taken out meanwhile
        }
        line.resting = null;
        line.behind.addFirst(message);
        if (line.isFree()) {
            line.ready = line.behind.poll();
            ready.get(line.rank()).addFirst(message);
        }
    }

    /** Takes out messages, but none that is under way. */
    List<Outbound> takeOut(Predicate<Outbound> which) {
        List<Outbound> out = new ArrayList<>();
        List<String> concerned = lines.entrySet().stream().filter(line -> line.getValue().has(which)).map(Map.Entry::getKey).toList();
        concerned.forEach(destination -> takeOut(destination, which, out));
        return out;
    }

    /** Takes out messages to one destination. */
    List<Outbound> takeOut(String destination, Predicate<Outbound> which) {
        List<Outbound> out = new ArrayList<>();
        if (lines.containsKey(destination)) {
            takeOut(destination, which, out);
        }
        return out;
    }

    private void takeOut(String destination, Predicate<Outbound> which, List<Outbound> out) {
        Line line = lines.get(destination);
        if (line.ready != null) {
            ready.get(line.rank()).remove(line.ready);
            line.behind.addFirst(line.ready);
            line.ready = null;
        }
        int before = out.size();
        line.behind.removeIf(message -> which.test(message) && out.add(message));
        waiting -= out.size() - before;
        if (line.resting != null && which.test(line.resting)) {
            out.add(line.resting);
            waiting--;
            line.resting = null;
        }
        advance(destination);
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
                Line line = lines.get(message.customerAddress());
                line.ready = null;
                line.underWay = message;
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
