package io.keyline.hub;

import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue before one channel's way out: a bounded window, the provider's pace, what is urgent before all else ({@link Rank}), and one message at a
 * time to each destination. A message that cannot go yet holds back only its own destination.
 */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final int LARGEST_CLAIM = 100;

    private final String channel;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lines lines = new Lines();
    private final ExecutorService senders = senders();
    private Carrier carrier;
    private Pace pace = new Pace(0, System.nanoTime());
    private int window;
    private int underWay;
    private boolean closed;

    Departures(String channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
        Thread.ofPlatform().name("departures-" + channel).daemon().start(this::dispatch);
    }

    /** Each message under way waits for the provider's answer; only from JDK 24 on virtual threads can do that in any library. */
    private static ExecutorService senders() {
        return Runtime.version().feature() >= 24 ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newCachedThreadPool(Thread.ofPlatform().name("send-", 0).daemon().factory());
    }

    void open(Carrier route, int places, double rate) {
        locked(() -> {
            if (carrier != null) {
                throw new IllegalStateException("outbound:" + channel + " has a route already; a channel has one way out");
            }
            carrier = route;
            window = places;
            pace = new Pace(rate, System.nanoTime());
        });
    }

    /** Returns when nothing of this route is under way, or after the given time. */
    void close(Carrier route, long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            if (carrier != route) {
                return;
            }
            carrier = null;
            while (underWay > 0 && System.nanoTime() < until) {
                changed.awaitNanos(until - System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place for a message to this destination, if it could go at once. */
    boolean reserve(String destination) {
        lock.lock();
        try {
            if (carrier == null || pace.isDisconnected() || lines.hasReady(Rank.URGENT) || underWay >= window || !lines.isFree(destination)
                    || !pace.take(System.nanoTime())) {
                return false;
            }
            lines.occupy(destination);
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a stored message in line. */
    void queue(Outbound message) {
        locked(() -> lines.add(message));
    }

    /** Sends a message that has its place. */
    void depart(Outbound message) {
        Departure departure = new Departure(message, this, outbox);
        senders.execute(() -> departure.carry(carrier()));
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
        });
    }

    /** A message gives its place back but stays the first of its destination. */
    void stepBack(Outbound message) {
        locked(() -> {
            underWay--;
            lines.rest(message);
        });
    }

    /** Takes messages out of the queue that another hub will send. */
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
                LOG.error("outbound:{}: the dispatcher met an error of ours", channel, e);
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
                LOG.warn("outbound:{}: cannot claim {} messages, trying again: {}", channel, ids.size(), e.getMessage());
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

    void close() {
        locked(() -> closed = true);
        senders.shutdown();
    }
}
