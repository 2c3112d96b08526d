package io.keyline.backoffice;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with one transacted session to the broker; whenever that is lost it opens another, after a growing pause. */
final class Link {

    /** What the thread does in its session. Returns when it has ended for good, throws when the session is of no more use. */
    interface Work {
        void in(Session session) throws JMSException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 10_000;

    private final String name;
    private final ConnectionFactory broker;
    private final Work work;
    private final Thread thread;
    private volatile Connection connection;
    private volatile boolean connected;
    private volatile boolean closed;
    /** So that a broker that stays away is told of once. */
    private boolean toldLost;

    Link(String name, ConnectionFactory broker, Work work) {
        this.name = name;
        this.broker = broker;
        this.work = work;
        this.thread = Thread.ofPlatform().name("back-office-" + name).daemon().start(this::run);
    }

    boolean connected() {
        return connected;
    }

    /** Lets the work end of itself, for at most the time given; then ends it. */
    void close(Duration patience) throws InterruptedException {
        closed = true;
        if (connected) {
            thread.join(patience);
        }
        thread.interrupt();
        disconnect();
        thread.join(Duration.ofSeconds(5));
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            var start = System.nanoTime();
            try {
                work.in(connect());
            } catch (InterruptedException e) {
                return;
            } catch (JMSException | RuntimeException e) {
                // a broker that takes the connection and then breaks it at once is not back
                var lasted = Duration.ofNanos(System.nanoTime() - start).toMillis() > LONGEST_PAUSE;
                pause = lasted && connected ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
                lost(e);
            } finally {
                disconnect();
            }
            if (!rest(pause)) {
                return;
            }
        }
    }

    private Session connect() throws JMSException {
        connection = broker.createConnection();
        var session = connection.createSession(true, Session.SESSION_TRANSACTED);
        connection.start();
        connected = true;
        toldLost = false;
        LOG.info("Back office, {}: connected to the broker", name);
        return session;
    }

    private void lost(Exception e) {
        if (closed || toldLost) {
            return;
        }
        toldLost = true;
        LOG.warn("Back office, {}: no broker, trying again until it is there: {}", name, e.getMessage());
    }

    private void disconnect() {
        connected = false;
        var old = connection;
        connection = null;
        if (old == null) {
            return;
        }
        try {
            old.close();
        } catch (JMSException | RuntimeException e) {
            LOG.debug("Back office, {}: the lost connection did not close: {}", name, e.getMessage());
        }
    }

    /** Jitter, so that replicas do not all come back in the same moment. */
    private boolean rest(long pause) {
        if (closed) {
            return false;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
