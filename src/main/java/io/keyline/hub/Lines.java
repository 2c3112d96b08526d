package io.keyline.hub;

import io.keyline.store.Outbound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * One line a destination: its first message is ready or under way, the others wait behind it. Lines in which a reply waits go
 * first: who asked something must not wait until a campaign is out. Not thread-safe.
 */
final class Lines {

    private final Map<String, Deque<Outbound>> lines = new HashMap<>();
    /** The first messages that are ready, by destination: of lines with a reply, and of the others. */
    private final SequencedMap<String, Outbound> urgent = new LinkedHashMap<>();
    private final SequencedMap<String, Outbound> ready = new LinkedHashMap<>();
    /** The first messages that were under way and rest before they are tried again, by destination. */
    private final Map<String, Outbound> resting = new HashMap<>();
    private int behind;

    boolean isFree(String destination) {
        return !lines.containsKey(destination);
    }

    /** A message to this destination is under way without having waited. */
    void occupy(String destination) {
        lines.put(destination, new ArrayDeque<>(0));
    }

    void add(Outbound message) {
        String destination = message.customerAddress();
        Deque<Outbound> line = lines.get(destination);
        if (line == null) {
            occupy(destination);
            readiness(message).put(destination, message);
            return;
        }
        line.add(message);
        behind++;
        Outbound first = message.isReply() ? ready.remove(destination) : null;
        if (first != null) {
            urgent.put(destination, first);
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
            readiness(next).put(destination, next);
        }
    }

    /** A message that was under way rests, and remains the first of its destination. */
    void rest(Outbound message) {
        resting.put(message.customerAddress(), message);
    }

    /** A message that rested is ready again. */
    void again(Outbound message) {
        if (resting.remove(message.customerAddress()) != null) { // else it was taken out meanwhile
            readiness(message).putFirst(message.customerAddress(), message);
        }
    }

    /** Takes out messages, but none that is under way. */
    List<Outbound> takeOut(Predicate<Outbound> which) {
        List<Outbound> out = new ArrayList<>();
        for (String destination : List.copyOf(lines.keySet())) {
            int before = out.size();
            lines.get(destination).removeIf(message -> which.test(message) && out.add(message));
            behind -= out.size() - before;
            for (Map<String, Outbound> firsts : List.of(urgent, ready, resting)) {
                Outbound first = firsts.get(destination);
                if (first != null && which.test(first)) {
                    firsts.remove(destination);
                    out.add(first);
                    release(destination);
                    break;
                }
            }
        }
        return out;
    }

    private SequencedMap<String, Outbound> readiness(Outbound first) {
        boolean hasReply = first.isReply() || lines.get(first.customerAddress()).stream().anyMatch(Outbound::isReply);
        return hasReply ? urgent : ready;
    }

    boolean hasReady() {
        return hasUrgent() || !ready.isEmpty();
    }

    /** Whether a line with a reply is ready. */
    boolean hasUrgent() {
        return !urgent.isEmpty();
    }

    /** The next message that may go, which is under way from now on. */
    Outbound take() {
        return (hasUrgent() ? urgent : ready).pollFirstEntry().getValue();
    }

    int waiting() {
        return urgent.size() + ready.size() + behind;
    }
}
