package io.keyline.publish;

import io.keyline.hub.CrashPoint;
import io.keyline.store.PublishSql;
import io.keyline.store.PublishSql.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What leaves for one destination, batch after batch: locked, read, sent and deleted in one transaction. Of all hubs one has the lock, for
 * as long as its batch takes; one that dies or is stopped in between leaves the rows, and another sends them again. A destination that is
 * away holds up no other.
 */
final class Line implements AutoCloseable {

    static final int BATCH = 200;
    /** Of the bodies of a batch together; a larger one goes alone. */
    static final int BATCH_OCTETS = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final long IDLE_MILLIS = 200;
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 10_000;

    /** Connects to the broker that has the destination. */
    interface Opening {
        Sender open() throws Exception;
    }

    private final Jdbi jdbi;
    private final String destination;
    private final Opening opening;
    private final Function<Waiting, Outgoing> form;
    private final Thread thread;
    private long pause = FIRST_PAUSE;
    private volatile String obstacle;
    private volatile boolean closed;

    Line(Jdbi jdbi, String destination, Opening opening, Function<Waiting, Outgoing> form) {
        this.jdbi = jdbi;
        this.destination = destination;
        this.opening = opening;
        this.form = form;
        this.thread = Thread.ofPlatform().name("publish-" + destination).daemon().start(this::run);
    }

    /** Why nothing leaves; empty while all is well. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle).map(reason -> destination + ": " + reason);
    }

    private void run() {
        while (!closed) {
            // connected before the transaction begins: what waits for a broker must hold no transaction open
            try (Sender sender = opening.open()) {
                while (!closed) {
                    boolean more = jdbi.inTransaction(handle -> publish(handle, sender));
                    wentWell();
                    rest(more ? 0 : IDLE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                wentWrong(e);
            }
        }
    }

    /** @return whether more may wait */
    private boolean publish(Handle handle, Sender sender) throws Exception {
        if (!PublishSql.lock(handle, destination, PATIENCE_SECONDS)) {
            return false;
        }
        List<Waiting> waiting = PublishSql.next(handle, destination, BATCH);
        List<Waiting> batch = waiting.subList(0, fitting(waiting));
        if (batch.isEmpty()) {
            return false;
        }
        CrashPoint.PUBLISH_READ.pass();
        sender.send(batch.stream().map(form).toList());
        CrashPoint.PUBLISH_SENT.pass();
        PublishSql.remove(handle, destination, batch);
        return batch.size() < waiting.size() || waiting.size() == BATCH;
    }

    /** How many of these make a batch; at least one, if there is one. */
    private static int fitting(List<Waiting> waiting) {
        int octets = 0;
        for (int i = 0; i < waiting.size(); i++) {
            octets += waiting.get(i).body().getBytes(StandardCharsets.UTF_8).length;
            if (octets > BATCH_OCTETS) {
                return Math.max(1, i);
            }
        }
        return waiting.size();
    }

    private void wentWell() {
        pause = FIRST_PAUSE;
        if (obstacle != null) {
            obstacle = null;
            LOG.info("{}: what waited leaves again", destination);
        }
    }

    /** Told once, however often it is tried. */
    private void wentWrong(Exception e) {
        if (closed) {
            return;
        }
        if (obstacle == null) {
            LOG.warn("{}: nothing leaves, it waits in the database: {}", destination, e.getMessage());
        }
        obstacle = String.valueOf(e.getMessage());
        try {
            rest(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
        } catch (InterruptedException interrupted) {
            closed = true;
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE);
    }

    private static void rest(long millis) throws InterruptedException {
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }

    /** Lets the batch end that is under way, for a moment; what is not deleted then is sent again. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(Duration.ofSeconds(2));
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }
}
