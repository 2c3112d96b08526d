package io.keyline.keeping;

import io.keyline.hub.Counts;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.RetentionSql;
import io.keyline.store.RetentionSql.Kind;
import io.keyline.store.RetentionSql.Partition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of data by their age, each hour, at one of the hubs that share a database. Nothing that is open goes, and nobody waits for it:
 * a month of messages leaves by DETACH CONCURRENTLY, all else in batches of a few milliseconds, with rests between them.
 */
public final class Retention implements AutoCloseable {

    /**
     * How long data are kept; zero for ever.
     *
     * @param messages      that there was a message, and addresses that are gone; whole months go, when their last moment is so old
     * @param texts         what was said in it
     * @param conversations since their end, with what the back office said
     * @param work          work items, since they were closed
     * @param deadLetters   those that were replayed or dropped, since then
     * @param deployments   what was deployed and refused; what a rollback of each file needs stays
     * @param quarantine    what could not be read
     * @param consent       the evidence, but for the last entry of each customer
     */
    public record Periods(Duration messages, Duration texts, Duration conversations, Duration work, Duration deadLetters,
            Duration deployments, Duration quarantine, Duration consent) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String MESSAGES = "messages";
    private static final long LOCK = 0x6b656570696e67L; // "keeping"
    private static final int FIRST_AFTER_MINUTES = 10;
    private static final int EVERY_MINUTES = 60;
    /** After each batch the database has so many times its length for others. */
    private static final int REST = 4;
    /** Waits for nobody longer than that: a backup that holds the table for an hour has its hour. */
    private static final String PATIENCE = "set lock_timeout = '2s'; set statement_timeout = '60s'";

    private final Database database;
    private final Jdbi jdbi;
    private final Counts counts;
    private final Erasure erasure;
    private final Map<Kind, Duration> periods = new EnumMap<>(Kind.class);
    private final Duration months;
    private final ScheduledExecutorService hourly = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory());

    public Retention(Database database, Counts counts, Periods keep, Erasure erasure) {
        this.erasure = erasure;
        this.database = database;
        this.jdbi = database.jdbi();
        this.counts = counts;
        this.months = keep.messages;
        periods.put(Kind.TEXTS, keep.texts);
        periods.put(Kind.CONVERSATIONS, keep.conversations);
        periods.put(Kind.WORK, keep.work);
        periods.put(Kind.DEAD_LETTERS, keep.deadLetters);
        periods.put(Kind.DEPLOYMENTS, keep.deployments);
        periods.put(Kind.QUARANTINE, keep.quarantine);
        periods.put(Kind.CONSENT, keep.consent);
        periods.put(Kind.SENDSMS, keep.messages);
        periods.put(Kind.REFUSALS, keep.messages);
    }

    /** Begins to look, a while after the start, for a hub that starts has other things to do. */
    public Retention start() {
        hourly.scheduleWithFixedDelay(this::runAtItsTime, FIRST_AFTER_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
        return this;
    }

    private void runAtItsTime() {
        try {
            run(Instant.now());
        } catch (SQLException | RuntimeException e) {
            LOG.warn("what is old cannot be let go of now, the next hour tries again: {}", e.getMessage());
        } catch (Error e) {
            LOG.error("letting go of what is old met an error of ours", e);
        }
    }

    /**
     * Lets go of all that is old enough at this time.
     *
     * @return false if another hub is at it
     */
    public boolean run(Instant now) throws SQLException {
        try (Connection own = database.connectionOfItsOwn(); Handle handle = Jdbi.create(own).open()) {
            if (!handle.createQuery("select pg_try_advisory_lock(" + LOCK + ")").mapTo(Boolean.class).one()) {
                return false; // held until the connection ends, however that happens
            }
            handle.execute(PATIENCE);
            erasure.eraseLeftovers(now);
            periods.forEach((kind, period) -> letGo(kind, period, now));
            if (!months.isZero()) {
                dropMonths(handle, now);
            }
            return true;
        }
    }

    private void letGo(Kind kind, Duration period, Instant now) {
        if (period.isZero()) {
            return;
        }
        Instant before = now.minus(period);
        String name = kind.name().toLowerCase(Locale.ROOT);
        long after = kind.isLookedAtOnce() ? jdbi.withHandle(handle -> RetentionSql.doneTo(handle, name)) : 0;
        long removed = 0;
        while (!hourly.isShutdown()) {
            long began = System.nanoTime();
            long from = after;
            Optional<Long> last = jdbi.withHandle(handle -> RetentionSql.page(handle, kind, from, Ids.floor(before)));
            if (last.isEmpty()) {
                break;
            }
            after = last.get();
            removed += jdbi.inTransaction(handle -> batch(handle, kind, from, last.get(), before, now));
            LockSupport.parkNanos(REST * (System.nanoTime() - began));
        }
        told(name, removed);
    }

    private static long batch(Handle handle, Kind kind, long after, long last, Instant before, Instant now) {
        long removed = RetentionSql.remove(handle, kind, after, last, before);
        if (removed > 0 || kind.isLookedAtOnce()) {
            RetentionSql.done(handle, kind.name().toLowerCase(Locale.ROOT), last, removed, now);
        }
        return removed;
    }

    private void told(String kind, long removed) {
        if (removed > 0) {
            LOG.info("{} old rows of {} went by their age", removed, kind);
            counts.wentByAge(kind, removed);
        }
    }

    private void dropMonths(Handle handle, Instant now) {
        YearMonth until = YearMonth.from(now.minus(months).atZone(ZoneOffset.UTC)); // of this month something is younger
        Set<String> inUse = new HashSet<>(); // one partition at a time can be on its way out of a table
        for (Partition partition : RetentionSql.partitions(handle)) {
            if (partition.month().isBefore(until) && !inUse.contains(partition.parent()) && !drop(handle, partition, now)) {
                inUse.add(partition.parent());
            }
        }
    }

    /** Returns false if somebody holds the table. */
    private boolean drop(Handle handle, Partition partition, Instant now) {
        try {
            Optional<String> open = partition.isAttached() ? RetentionSql.open(handle, partition.month()) : Optional.empty();
            if (open.isPresent()) {
                LOG.warn("{} is old enough to go, but {}: it stays", partition.name(), open.get());
                return true;
            }
            long rows = RetentionSql.rows(handle, partition);
            RetentionSql.drop(handle, partition);
            LOG.info("{} went by its age, with about {} rows", partition.name(), rows);
            if (partition.parent().equals("message")) {
                jdbi.useHandle(other -> RetentionSql.done(other, MESSAGES, Ids.floor(partition.month().plusMonths(1)), rows, now));
                counts.wentByAge(MESSAGES, rows);
            }
            return true;
        } catch (JdbiException e) {
            LOG.info("{} is in use, by a backup perhaps: the next hour tries again ({})", partition.name(), Database.sqlState(e));
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        hourly.shutdownNow();
        hourly.awaitTermination(5, TimeUnit.SECONDS);
    }
}
