package io.keyline.hub;

import io.keyline.store.Outbound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Messages that wait in the database for their next try, by destination: what comes after one of them waits as long, so that customers get all in
 * order. Not what they wait for themselves: an answer must not stand behind a notice that fails. Not thread-safe.
 */
final class PutOff {

    /** How long it may take until who has waited is back. */
    private static final Duration COMING = Duration.ofSeconds(5);

    /** @param until the time of its next try */
    private record First(Outbound message, Instant until) {

        private boolean holds(Outbound later, Instant now) {
            return later.id() != message.id() && !isOver(later.expiresAt(), now)
                    && now.isBefore(later.dueAt() == null ? until.plus(COMING) : until); // who was due has waited
        }
    }

    private final Map<String, List<First>> byDestination = new HashMap<>();

    boolean isEmpty() {
        return byDestination.isEmpty();
    }

    void add(Outbound message, Instant until) {
        byDestination.computeIfAbsent(message.customerAddress(), none -> new ArrayList<>(1)).add(new First(message, until));
    }

    /**
     * Until when a message that comes now has to wait; null if it need not.
     *
     * @param sameWay whether a message that was put off goes the way of this one
     */
    Instant until(Outbound message, Instant now, Predicate<Outbound> sameWay) {
        List<First> firsts = byDestination.get(message.customerAddress());
        if (firsts == null) {
            return null;
        }
        firsts.removeIf(first -> first.message.id() == message.id()); // it is back
        if (Rank.of(message) == Rank.URGENT) {
            return null;
        }
        return firsts.stream().filter(first -> first.holds(message, now) && sameWay.test(first.message)).map(First::until)
                .max(Instant::compareTo).orElse(null);
    }

    /** Forgets those that came back, or never will. */
    void tidy(Instant now) {
        byDestination.values().forEach(firsts -> firsts.removeIf(first -> isOver(first.until.plus(COMING), now)));
        byDestination.values().removeIf(List::isEmpty);
    }

    private static boolean isOver(Instant end, Instant now) {
        return end != null && !now.isBefore(end);
    }
}
