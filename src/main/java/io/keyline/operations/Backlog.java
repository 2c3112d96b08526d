package io.keyline.operations;

import io.keyline.store.BacklogSql;
import io.keyline.store.BacklogSql.Row;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much waits, and how long. Read from the database when somebody asks, at most every ten seconds and for at most a twentieth of
 * the time: with a million conversations that wait, to count them takes a moment.
 */
final class Backlog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final long REST_NANOS = 10_000_000_000L;
    private static final int SHARE = 20;
    /** Longer than this a scrape does not wait; the database has half a minute, and then the connection is cut. */
    private static final int PATIENCE_SECONDS = 3;

    /** The gauges of a kind of work. */
    private record Gauges(MultiGauge number, MultiGauge age, Map<String, Row> known) {
    }

    private final Jdbi jdbi;
    private final Map<BacklogSql.Kind, Gauges> gauges = new EnumMap<>(BacklogSql.Kind.class);
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile long next = System.nanoTime();

    Backlog(Jdbi jdbi, MeterRegistry registry) {
        this.jdbi = jdbi;
        gauges.put(BacklogSql.Kind.INBOUND, gauges(registry, "keyline.messages.unhandled", "messages of customers that wait for their turn"));
        gauges.put(BacklogSql.Kind.OUTBOUND, gauges(registry, "keyline.messages.waiting", "messages to customers that wait to be sent"));
        gauges.put(BacklogSql.Kind.CONVERSATION, gauges(registry, "keyline.conversations.open", "conversations that wait"));
        gauges.put(BacklogSql.Kind.PUBLICATION, gauges(registry, "keyline.publications.waiting", "events and dead letters that wait for a broker"));
        gauges.put(BacklogSql.Kind.WORK, gauges(registry, "keyline.work.items.open", "work items that nobody has closed"));
        gauges.put(BacklogSql.Kind.DEAD_LETTER, gauges(registry, "keyline.dead.letters.open", "dead letters that nobody has replayed or dropped"));
    }

    private static Gauges gauges(MeterRegistry registry, String name, String description) {
        return new Gauges(MultiGauge.builder(name).description(description).register(registry),
                MultiGauge.builder(name + ".oldest").baseUnit("seconds").description("age of the oldest of: " + description).register(registry),
                new LinkedHashMap<>());
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        if (began - next < 0 || !reading.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<List<Row>> rows = CompletableFuture.supplyAsync(() -> jdbi.withHandle(BacklogSql::read), Thread::startVirtualThread);
        rows.whenComplete((read, failure) -> reading.set(false));
        try {
            show(rows.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("what waits cannot be counted now: {}", e.toString());
            forget();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long now = System.nanoTime();
        next = now + Math.max(REST_NANOS, SHARE * (now - began));
    }

    /** Nobody knows: better no figure than an old one. */
    private void forget() {
        gauges.values().forEach(gauge -> {
            gauge.number.register(List.of(), true);
            gauge.age.register(List.of(), true);
        });
    }

    /** What was there once and is no more is nothing, and not unknown. */
    private void show(List<Row> rows) {
        gauges.forEach((kind, gauge) -> {
            gauge.known.replaceAll((name, row) -> new Row(kind, name, 0, 0));
            rows.stream().filter(row -> row.kind() == kind).forEach(row -> gauge.known.put(row.name(), row));
            gauge.number.register(gauge.known.values().stream().map(row -> MultiGauge.Row.of(tags(row), row.number())).toList(), true);
            gauge.age.register(gauge.known.values().stream().map(row -> MultiGauge.Row.of(tags(row), row.oldestSeconds())).toList(), true);
        });
    }

    private static Tags tags(Row row) {
        return Tags.of(row.kind().label(), row.name());
    }
}
