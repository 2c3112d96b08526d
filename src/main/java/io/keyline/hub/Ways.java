package io.keyline.hub;

import io.keyline.hub.WayOut.Claim;
import io.keyline.store.Outbound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All ways out of one channel. When they change, what waits is sorted anew; what is under way ends where it began, and what comes after it
 * to the same customer waits for that. A way whose route stops keeps its messages until it is known that the route does not come back: its
 * provider may be the only one that takes them.
 */
final class Ways {

    private final String channel;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    /** Where that waits which no route takes. */
    private final Departures unclaimed;
    private final Map<String, Departures> byRoute = new LinkedHashMap<>();
    /** Other ways have taken their place, and something is under way there still. */
    private final Set<Departures> leaving = new HashSet<>();
    private final PutOff putOff = new PutOff();
    private Signpost<Departures> signpost = new Signpost<>();

    Ways(String channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
        this.unclaimed = new Departures(WayOut.none(channel), this, outbox, lock);
    }

    /** A way whose route is about to start: what it claims waits for it. */
    void announce(WayOut way) {
        changed(() -> put(way));
    }

    /** @throws IllegalStateException if another route that runs claims the same */
    void open(WayOut way, Carrier carrier) {
        changed(() -> {
            refuseTaken(way);
            put(way).open(carrier);
        });
    }

    private void refuseTaken(WayOut way) {
        Set<Claim> claims = new HashSet<>(way.claims().toList());
        for (Departures other : byRoute.values()) {
            Optional<Claim> both = other.isOpen() ? other.way().claims().filter(claims::contains).findFirst() : Optional.empty();
            if (both.isPresent()) {
                throw new IllegalStateException("outbound:" + channel + both.get() + " is taken by the route " + other.way().route());
            }
        }
    }

    private Departures put(WayOut way) {
        Departures before = byRoute.get(way.route());
        if (before != null && before.way().equals(way)) {
            return before;
        }
        if (before != null && before.isOpen()) {
            throw new IllegalStateException("outbound:" + channel + ": the route " + way.route() + " runs already");
        }
        Departures departures = new Departures(way, this, outbox, lock);
        byRoute.put(way.route(), departures);
        if (before != null) {
            leaving.add(before);
        }
        return departures;
    }

    /** The route stops; returns when nothing of it is under way, or after the given time. */
    void close(Carrier carrier, long millis) throws InterruptedException {
        Optional<Departures> closing = get(() -> byRoute.values().stream().filter(departures -> departures.isCarriedBy(carrier)).findFirst());
        if (closing.isPresent()) {
            closing.get().close(millis);
        }
    }

    /** Ways that have stopped, and whose routes are not among these, do not come back. */
    void keep(Set<String> routes) {
        changed(() -> List.copyOf(byRoute.values()).stream().filter(departures -> !departures.isOpen() && !routes.contains(departures.way().route()))
                .forEach(departures -> leaving.add(byRoute.remove(departures.way().route()))));
    }

    private void changed(Runnable change) {
        locked(() -> {
            change.run();
            sortAnew();
        });
    }

    private void sortAnew() {
        signpost = new Signpost<>();
        byRoute.values().stream().sorted(Comparator.comparing(Departures::isOpen)).forEach(departures ->
                departures.way().claims().forEach(claim -> signpost.put(claim, departures))); // who runs counts before who has stopped
        List<Outbound> moved = new ArrayList<>();
        all().forEach(from -> moved.addAll(from.takeOut(message -> of(message) != from)));
        all().forEach(Departures::holdSuccessors);
        moved.stream().sorted(Comparator.comparing(Outbound::id)).forEach(message -> of(message).queue(message));
        List.copyOf(leaving).forEach(this::ended);
    }

    private Stream<Departures> all() {
        return Stream.concat(Stream.of(unclaimed), Stream.concat(byRoute.values().stream(), leaving.stream()));
    }

    /** Something has ended there. */
    void ended(Departures departures) {
        if (!leaving.isEmpty() && departures.isEmpty() && leaving.remove(departures)) {
            departures.end();
        }
    }

    /** Where a message goes. To be called with the lock. */
    Departures of(Outbound message) {
        return signpost.of(message.companyAddress(), message.customerAddress(), unclaimed);
    }

    /** Takes a place for a message, if it could go at once. */
    boolean reserve(Outbound message) {
        return get(() -> of(message).reserve(message));
    }

    /** Gives back the place of a message that will not be stored. */
    void withdraw(Outbound message) {
        locked(() -> holder(message).ifPresent(departures -> departures.release(message.customerAddress())));
    }

    /** Sends a message that has its place. */
    void depart(Outbound message) {
        get(() -> holder(message)).ifPresentOrElse(departures -> departures.depart(message), () -> queue(message));
    }

    /** Where a message has its place: where it would go now, or where it would have gone before the ways changed. */
    private Optional<Departures> holder(Outbound message) {
        Departures likely = of(message);
        return likely.isUnderWay(message) ? Optional.of(likely) : all().filter(departures -> departures.isUnderWay(message)).findFirst();
    }

    /** Puts a stored message in line, or back into the database while one before it waits there. */
    void queue(Outbound message) {
        Instant until = get(() -> {
            Departures departures = of(message);
            Instant wait = putOff.isEmpty() ? null : putOff.until(message, outbox.time().instant(), first -> of(first) == departures);
            if (wait == null) {
                departures.queue(message);
            }
            return wait;
        });
        if (until != null) {
            outbox.waitBehind(message, until);
        }
    }

    /** A message waits in the database for its next try. */
    void putOff(Outbound message, Instant until) {
        locked(() -> putOff.add(message, until));
    }

    /** Takes messages out of the queue, but none that is under way. */
    List<Outbound> takeOut(Predicate<Outbound> which) {
        return get(() -> all().flatMap(departures -> departures.takeOut(which).stream()).toList());
    }

    /** Takes out what is worth nothing any more and has no route; where there is one, the route's turn finds it. */
    List<Outbound> takeOutExpired(Instant now) {
        return get(() -> {
            putOff.tidy(now);
            return all().filter(departures -> !departures.isOpen()).flatMap(departures -> departures.takeOut(message ->
                    message.expiresAt() != null && now.isAfter(message.expiresAt())).stream()).toList();
        });
    }

    int waiting() {
        return get(() -> all().mapToInt(Departures::waiting).sum());
    }

    List<Traffic> traffic() {
        return get(() -> Stream.concat(byRoute.values().stream(), Stream.of(unclaimed)).map(Departures::traffic).toList());
    }

    void end() {
        locked(() -> all().forEach(Departures::end));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T get(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
