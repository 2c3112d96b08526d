package io.keyline.hub;

import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue before one channel's way out: a bounded window, the provider's pace, and one message at a time to each
 * destination. A message that cannot go yet holds back only its own destination.
 */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final int LARGEST_CLAIM = 100;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String channel;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Destinations with a message under way or at the head of the queue, and what waits behind it. */
    private final Map<String, Deque<Outbound>> busy = new HashMap<>();
    /** Heads of their destinations, ready to go. */
    private final Deque<Outbound> ready = new ArrayDeque<>();
    private final ExecutorService senders = senders();
    private final Thread dispatcher;
    private Carrier carrier;
    private Pace pace = new Pace(0, System.nanoTime());
    private int window;
    private int underWay;
    private int behind;
    private long pausedUntil = System.nanoTime();
    private volatile long pause = SHORTEST_PAUSE_NANOS;
    private long sentInSecond;
    private long secondBegan = System.nanoTime();
    private double measured;
    private boolean closed;

    Departures(String channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
        this.dispatcher = Thread.ofPlatform().name("departures-" + channel).daemon().start(this::dispatch);
    }

    /** Each message under way waits for the provider's answer; only from JDK 24 on virtual threads can do that in any library. */
    private static ExecutorService senders() {
        return Runtime.version().feature() >= 24 ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newCachedThreadPool(Thread.ofPlatform().name("send-", 0).daemon().factory());
    }

    void open(Carrier route, int places, double rate) {
        lock.lock();
        try {
            if (carrier != null) {
                throw new IllegalStateException("outbound:" + channel + " has a route already; a channel has one way out");
            }
            carrier = route;
            window = places;
            pace = new Pace(rate, System.nanoTime());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

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
            long now = System.nanoTime();
            if (carrier == null || isDisconnected() || !ready.isEmpty() || underWay >= window || busy.containsKey(destination)
                    || !pace.take(now)) {
                return false;
            }
            busy.put(destination, new ArrayDeque<>(0));
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a stored message in line. */
    void queue(Outbound message) {
        lock.lock();
        try {
            Deque<Outbound> line = busy.get(message.customerAddress());
            if (line != null) {
                line.add(message);
                behind++;
                return;
            }
            busy.put(message.customerAddress(), new ArrayDeque<>(0));
            ready.add(message);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a message that has its place. */
    void depart(Outbound message) {
        Carrier route;
        lock.lock();
        try {
            route = carrier;
            measure();
        } finally {
            lock.unlock();
        }
        Departure departure = new Departure(message, this, outbox);
        if (route == null) {
            departure.carry(m -> {
                throw new SendException(SendException.Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "the route has stopped", null);
            });
            return;
        }
        senders.execute(() -> departure.carry(route));
    }

    private void measure() {
        long now = System.nanoTime();
        sentInSecond++;
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            measured = sentInSecond * 1e9 / (now - secondBegan);
            sentInSecond = 0;
            secondBegan = now;
        }
    }

    private void dispatch() {
        while (true) {
            try {
                List<Outbound> heads = nextHeads();
                if (heads == null) {
                    return;
                }
                Set<Long> allowed = claim(heads);
                CrashPoint.SEND_CLAIMED.pass();
                for (Outbound head : heads) {
                    if (allowed.contains(head.id())) {
                        depart(head);
                    } else {
                        outbox.finished(head.id());
                        release(head.customerAddress());
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("outbound:{}: the dispatcher met an error of ours", channel, e);
            }
        }
    }

    /** Waits until messages can go, and takes their places; null when closed. */
    private List<Outbound> nextHeads() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    return null;
                }
                long now = System.nanoTime();
                if (carrier == null || ready.isEmpty() || underWay >= window) {
                    changed.await();
                } else if (now < pausedUntil) {
                    changed.awaitNanos(pausedUntil - now);
                } else if (pace.untilNext(now) > 0) {
                    changed.awaitNanos(pace.untilNext(now));
                } else {
                    return takeHeads(now);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Outbound> takeHeads(long now) {
        List<Outbound> heads = new ArrayList<>();
        int most = isDisconnected() ? 1 : LARGEST_CLAIM; // one tries whether the connection is back
        while (heads.size() < most && underWay < window && !ready.isEmpty() && pace.take(now)) {
            heads.add(ready.poll());
            underWay++;
        }
        return heads;
    }

    private Set<Long> claim(List<Outbound> heads) throws InterruptedException {
        List<Long> ids = heads.stream().map(Outbound::id).toList();
        while (true) {
            try {
                return outbox.jdbi().inTransaction(handle -> OutboxSql.claim(handle, ids));
            } catch (RuntimeException e) {
                LOG.warn("outbound:{}: cannot claim {} messages, trying again: {}", channel, ids.size(), e.getMessage());
                Thread.sleep(500);
            }
        }
    }

    /** A message has left its place for good; the next to its destination may come. */
    void release(String destination) {
        lock.lock();
        try {
            underWay--;
            Deque<Outbound> line = busy.get(destination);
            Outbound next = line == null ? null : line.poll();
            if (next == null) {
                busy.remove(destination);
            } else {
                behind--;
                ready.add(next);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A message gives its place back but stays the first of its destination. */
    void stepBack() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A message that stepped back is ready again. */
    void readyAgain(Outbound message) {
        lock.lock();
        try {
            ready.addFirst(message);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The provider is overloaded. */
    void throttled() {
        lock.lock();
        try {
            pace.slower(System.nanoTime(), measured);
        } finally {
            lock.unlock();
        }
    }

    /** There is no connection: wait a little longer each time, with one message to try. */
    void disconnected() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (now >= pausedUntil) {
                pausedUntil = now + pause;
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDisconnected() {
        return pause != SHORTEST_PAUSE_NANOS;
    }

    /** The provider took a message. */
    void connected() {
        if (isDisconnected()) {
            lock.lock();
            try {
                pause = SHORTEST_PAUSE_NANOS;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    int waiting() {
        lock.lock();
        try {
            return ready.size() + behind;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        senders.shutdown();
    }
}
