package io.keyline.hub;

import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue before one way out: a bounded window, the provider's pace, what is urgent before all else ({@link Rank}), and one message at a
 * time to each destination. A message that cannot go yet holds back only its own destination. The ways of a channel share its lock.
 */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final int LARGEST_CLAIM = 100;

    private final WayOut way;
    private final Ways ways;
    private final Outbox outbox;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Lines lines = new Lines();
    /** Where the next message to a destination waits until the one that is under way here has ended. */
    private final Map<String, Departures> successors = new HashMap<>();
    private Carrier carrier;
    private Pace pace = new Pace(0, System.nanoTime());
    private int underWay;
    private boolean dispatched;
    private boolean closed;

    Departures(WayOut way, Ways ways, Outbox outbox, ReentrantLock lock) {
        this.way = way;
        this.ways = ways;
        this.outbox = outbox;
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    WayOut way() {
        return way;
    }

    boolean isOpen() {
        return carrier != null;
    }

    boolean isCarriedBy(Carrier route) {
        return carrier == route;
    }

    boolean isEmpty() {
        return underWay == 0;
    }

    void open(Carrier route) {
        locked(() -> {
            carrier = route;
            pace = new Pace(way.rate(), System.nanoTime());
            if (!dispatched) {
                dispatched = true;
                Thread.ofPlatform().name("departures-" + way.route()).daemon().start(this::dispatch);
            }
        });
    }

    /** Returns when nothing of this route is under way, or after the given time. */
    void close(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            carrier = null;
            while (underWay > 0 && System.nanoTime() < until) {
                changed.awaitNanos(until - System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place for a message, if it could go at once. */
    boolean reserve(Outbound message) {
        lock.lock();
        try {
            if (carrier == null || pace.isDisconnected() || lines.hasReady(Rank.URGENT) || underWay >= way.window()
                    || !lines.isFree(message.customerAddress()) || !pace.take(System.nanoTime())) {
                return false;
            }
            lines.occupy(message);
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this message has its place here. */
    boolean isUnderWay(Outbound message) {
        return lines.isUnderWay(message);
    }

    /** Puts a stored message in line. */
    void queue(Outbound message) {
        locked(() -> lines.add(message));
    }

    /** Sends a message that has its place. */
    void depart(Outbound message) {
        Departure departure = new Departure(message, this, outbox);
        outbox.sender().execute(() -> departure.carry(carrier()));
    }

    private Carrier carrier() {
        lock.lock();
        try {
            return carrier != null ? carrier : message -> {
                throw new SendException(SendException.Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "the route has stopped", null);
            };
        } finally {
            lock.unlock();
        }
    }

    /** A message has left its place for good; the next to its destination may come. */
    void release(String destination) {
        locked(() -> {
            underWay--;
            lines.release(destination);
            Departures successor = successors.remove(destination);
            if (successor != null) {
                successor.letGo(destination);
            }
            ways.ended(this);
        });
    }

    /** A message gives its place back but stays the first of its destination: here, or where its way is now. */
    void stepBack(Outbound message) {
        locked(() -> {
            Departures now = ways.of(message);
            if (now == this) {
                underWay--;
                lines.rest(message);
            } else {
                now.lines.addFirst(message);
                release(message.customerAddress());
            }
        });
    }

    /** A message waits in the database for its next try. Returns those behind it that have to wait as long. */
    List<Outbound> putOff(Outbound message, Instant until) {
        lock.lock();
        try {
            ways.putOff(message, until);
            List<Outbound> behind = ways.of(message).lines.takeOut(message.customerAddress(), later -> Rank.of(later) != Rank.URGENT);
            release(message.customerAddress());
            return behind;
        } finally {
            lock.unlock();
        }
    }

    /** Lets destinations wait whose messages under way here would go another way now. */
    void holdSuccessors() {
        successors.forEach((destination, successor) -> successor.letGo(destination));
        successors.clear();
        for (Outbound message : lines.underWay()) {
            Departures now = ways.of(message);
            if (now != this) {
                now.lines.hold(message.customerAddress());
                successors.put(message.customerAddress(), now);
            }
        }
    }

    private void letGo(String destination) {
        locked(() -> lines.letGo(destination));
    }

    /** Takes messages out of the queue that will not go from here. */
    List<Outbound> takeOut(Predicate<Outbound> which) {
        lock.lock();
        try {
            return lines.takeOut(which);
        } finally {
            lock.unlock();
        }
    }

    /** A message that stepped back is ready again. */
    void readyAgain(Outbound message) {
        locked(() -> lines.again(message));
    }

    void throttled() {
        locked(() -> pace.throttled(System.nanoTime()));
    }

    void disconnected() {
        locked(() -> pace.disconnected(System.nanoTime()));
    }

    void connected() {
        locked(() -> pace.connected());
    }

    /** The dispatcher waits for work, a route that closes for the end of it; nobody is woken for anything else. */
    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (lines.hasReady() || carrier == null || closed) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dispatch() {
        while (true) {
            try {
                List<Outbound> heads = nextHeads();
                if (heads.isEmpty()) {
                    return;
                }
                Map<Long, String> states = claim(heads);
                CrashPoint.SEND_CLAIMED.pass();
                heads.forEach(head -> departIfAllowed(head, states.get(head.id())));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("outbound:{}, {}: the dispatcher met an error of ours", way.channel(), way.route(), e);
            }
        }
    }

    /** @param state after it was claimed; null if somebody has closed it meanwhile */
    private void departIfAllowed(Outbound head, String state) {
        if ("SENDING".equals(state)) {
            depart(head);
        } else {
            outbox.counts().suppressed(head, "DEAD".equals(state) ? "gone" : "consent");
            outbox.finished(head.id());
            release(head.customerAddress());
        }
    }

    /** Waits until messages can go, and takes their places; empty when closed. */
    private List<Outbound> nextHeads() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long wait = pace.untilNext(System.nanoTime());
                if (carrier == null || !mayGo()) {
                    changed.await();
                } else if (wait > 0) {
                    changed.awaitNanos(wait);
                } else {
                    return takeHeads(System.nanoTime());
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a message and a place for it. What is in bulk leaves a fifth of the window to those who come meanwhile. */
    private boolean mayGo() {
        int window = way.window();
        int places = lines.hasReady(Rank.ORDINARY) ? window : window - Math.max(window / 5, window > 1 ? 1 : 0);
        return underWay < places && lines.hasReady();
    }

    private List<Outbound> takeHeads(long now) {
        List<Outbound> heads = new ArrayList<>();
        int most = pace.isDisconnected() ? 1 : LARGEST_CLAIM; // one tries whether the connection is back
        while (heads.size() < most && mayGo() && pace.take(now)) {
            heads.add(lines.take());
            underWay++;
        }
        return heads;
    }

    private Map<Long, String> claim(List<Outbound> heads) throws InterruptedException {
        List<Long> ids = heads.stream().map(Outbound::id).toList();
        boolean areReplies = heads.stream().allMatch(Outbound::isReply);
        while (true) {
            try {
                return outbox.jdbi().inTransaction(handle -> OutboxSql.claim(handle, ids, areReplies));
            } catch (RuntimeException e) {
                LOG.warn("outbound:{}, {}: cannot claim {} messages, trying again: {}", way.channel(), way.route(), ids.size(), e.getMessage());
                Thread.sleep(500);
            }
        }
    }

    int waiting() {
        lock.lock();
        try {
            return lines.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** How it goes at this moment. */
    Traffic traffic() {
        lock.lock();
        try {
            return new Traffic(way, carrier != null, carrier != null && pace.isDisconnected(), lines.waiting(), underWay, pace.rate());
        } finally {
            lock.unlock();
        }
    }

    /** Nothing goes from here any more. */
    void end() {
        locked(() -> closed = true);
    }
}
