package io.keyline.hub;

import io.keyline.store.Outbound;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Messages that may go, one to a destination. Each sender has its turn, so that one with a million of them holds up no other. Not thread-safe. */
final class RoundRobin {

    private final SequencedMap<String, SequencedMap<String, Outbound>> bySender = new LinkedHashMap<>();
    private int size;

    void add(Outbound message) {
        bySender.computeIfAbsent(sender(message), key -> new LinkedHashMap<>()).put(message.customerAddress(), message);
        size++;
    }

    /** As the first of its sender's. */
    void addFirst(Outbound message) {
        bySender.computeIfAbsent(sender(message), key -> new LinkedHashMap<>()).putFirst(message.customerAddress(), message);
        size++;
    }

    /** A message that was added does not go from here. */
    void remove(Outbound message) {
        SequencedMap<String, Outbound> same = bySender.get(sender(message));
        same.remove(message.customerAddress());
        size--;
        if (same.isEmpty()) {
            bySender.remove(sender(message));
        }
    }

    /** The next one; there is one. */
    Outbound take() {
        var next = bySender.pollFirstEntry();
        Outbound message = next.getValue().pollFirstEntry().getValue();
        if (!next.getValue().isEmpty()) {
            bySender.put(next.getKey(), next.getValue());
        }
        size--;
        return message;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    private static String sender(Outbound message) {
        return message.category() + ' ' + message.companyAddress();
    }
}
