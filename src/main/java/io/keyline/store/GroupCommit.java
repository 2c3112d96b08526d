package io.keyline.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many pieces of work share one transaction, so that the cost of a commit is divided by their number. A piece that comes alone
 * is committed at once; those that come while a commit runs make up the next batch. Batches are written in order, by one
 * thread.
 *
 * @param <T> a piece of work
 */
public final class GroupCommit<T> implements AutoCloseable {

    /** Writes a batch inside a transaction. */
    public interface Writer<T> {
        void write(Handle handle, List<T> batch) throws Exception;
    }

    /** What happens when a batch is committed or cannot be. */
    public interface Outcome<T> {

        /** The batch is on disk. */
        void committed(List<T> batch);

        /**
         * The batch is not committed, or nobody knows.
         *
         * @return true to try the same batch again after a pause
         */
        boolean failed(List<T> batch, Exception cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_BATCH = 500;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long LONGEST_WAIT_MILLIS = 50;
    // Under load a moment's wait makes batches several times as large, and a row in a large batch costs a fraction. A piece
    // that comes alone never waits.
    private static final int BUSY = 8;
    private static final int WORTHWHILE = 50;
    private static final long GATHER_NANOS = 1_000_000;

    private final String name;
    private final Jdbi jdbi;
    private final Writer<T> writer;
    private final Outcome<T> outcome;
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    public GroupCommit(String name, Jdbi jdbi, Writer<T> writer, Outcome<T> outcome) {
        this.name = name;
        this.jdbi = jdbi;
        this.writer = writer;
        this.outcome = outcome;
        this.thread = Thread.ofPlatform().name("commit-" + name).daemon().start(this::run);
    }

    /** As {@link Outcome} for work that must be written in the end: tries again until the database takes it. */
    public static <T> Outcome<T> untilCommitted(Consumer<List<T>> committed) {
        return new Outcome<>() {
            @Override
            public void committed(List<T> batch) {
                committed.accept(batch);
            }

            @Override
            public boolean failed(List<T> batch, Exception cause) {
                return true;
            }
        };
    }

    public void submit(T work) {
        queue.add(work);
    }

    /** How many pieces wait for a commit. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                List<T> batch = next();
                if (!batch.isEmpty() && commit(batch)) {
                    outcome.committed(batch);
                }
                if (batch.size() > BUSY && queue.size() < WORTHWHILE) {
                    LockSupport.parkNanos(GATHER_NANOS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("{}: a batch ended with an error of ours", name, e);
            }
        }
    }

    /** What waits, at most a batch; empty after a while, to look whether it is time to close. No interrupt does that: it could hit a commit. */
    private List<T> next() throws InterruptedException {
        T first = queue.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<T> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, LARGEST_BATCH - 1);
        return Collections.unmodifiableList(batch);
    }

    /** Returns whether the batch as a whole is on disk; if not, whoever waits for it was told. */
    private boolean commit(List<T> batch) throws InterruptedException {
        long pause = 50;
        while (true) {
            Exception failure = tryToWrite(batch);
            if (failure == null) {
                return true;
            }
            if (Database.isOfTheData(failure) && batch.size() > 1) {
                commitOneByOne(batch);
                return false;
            }
            LOG.warn("{}: {} not committed: {}", name, batch.size() == 1 ? "1 piece" : batch.size() + " pieces", rootMessage(failure));
            if (!outcome.failed(batch, failure) || closing || Database.isOfTheData(failure)) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private Exception tryToWrite(List<T> batch) {
        try {
            jdbi.useTransaction(handle -> writer.write(handle, batch));
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    /** One piece that the database refuses must not take its neighbours with it. */
    private void commitOneByOne(List<T> batch) throws InterruptedException {
        for (T work : batch) {
            if (commit(List.of(work))) {
                outcome.committed(List.of(work));
            }
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(10_000);
    }
}
