package io.keyline.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What waits for one short code, or one ESME's receipts: stored, and forwarded to the receivers in turn. */
final class Line {

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int turn;

    void add(Delivery delivery) {
        waiting.addLast(delivery);
    }

    /** What was not delivered goes before what came later. */
    void putBack(Delivery delivery) {
        waiting.addFirst(delivery);
    }

    int size() {
        return waiting.size();
    }

    void pump(List<Bind> receivers) {
        while (!waiting.isEmpty()) {
            Bind receiver = next(receivers);
            if (receiver == null) {
                return;
            }
            receiver.deliver(waiting.removeFirst());
        }
    }

    private Bind next(List<Bind> receivers) {
        for (int tried = 0; tried < receivers.size(); tried++) {
            Bind candidate = receivers.get(Math.floorMod(turn++, receivers.size()));
            if (candidate.hasRoom()) {
                return candidate;
            }
        }
        return null;
    }
}
