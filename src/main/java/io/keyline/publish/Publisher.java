package io.keyline.publish;

import io.keyline.store.CaptureSql;
import io.keyline.store.PublishSql;
import io.keyline.store.PublishSql.Waiting;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is committed in the table {@code publication} to its brokers: at least once, and what has the same key in the order in which it
 * was written. Runs in every hub; those that share a database take turns.
 */
public final class Publisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final long LIMIT_MILLIS = 10_000;

    private final Jdbi jdbi;
    private final ConnectionFactory broker;
    private final Map<String, Object> kafka;
    private final Function<Waiting, Outgoing> form;
    private final long mostEvents;
    private volatile boolean stopped;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("publisher").daemon().factory());

    /**
     * Starts at once, whether the brokers are there or not.
     *
     * @param broker for {@code jms:} destinations
     * @param kafka  properties of Kafka's client for {@code kafka:} destinations, at least {@code bootstrap.servers}; empty: none leave
     */
    public Publisher(Jdbi jdbi, ConnectionFactory broker, Map<String, Object> kafka) {
        this(jdbi, broker, kafka, Outgoing::of, Long.MAX_VALUE);
    }

    /**
     * As {@link #Publisher(Jdbi, ConnectionFactory, Map)}, also of events.
     *
     * @param events     the form in which they leave
     * @param mostEvents how many may wait, about; see {@link CaptureSql#limit}
     */
    public Publisher(Jdbi jdbi, ConnectionFactory broker, Map<String, Object> kafka, CloudEvents events, long mostEvents) {
        this(jdbi, broker, kafka, events::of, mostEvents);
    }

    private Publisher(Jdbi jdbi, ConnectionFactory broker, Map<String, Object> kafka, Function<Waiting, Outgoing> form, long mostEvents) {
        this.jdbi = jdbi;
        this.broker = broker;
        this.kafka = Map.copyOf(kafka);
        this.form = form;
        this.mostEvents = mostEvents;
        watch.scheduleWithFixedDelay(() -> quietly(this::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        watch.scheduleWithFixedDelay(() -> quietly(this::limit), 0, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.debug("the database does not say what waits for brokers: {}", e.getMessage());
        }
    }

    /** Whoever writes for a destination that is new needs to tell nobody. */
    private void look() {
        jdbi.withHandle(PublishSql::destinations).forEach(one -> lines.computeIfAbsent(one, name -> new Line(jdbi, name, () -> open(name), form)));
    }

    private void limit() {
        boolean before = stopped;
        stopped = jdbi.withHandle(handle -> CaptureSql.limit(handle, mostEvents));
        if (stopped != before) {
            LOG.warn(stopped ? "over {} events wait for their broker: no more are written until half of them have left" : "events are written again", mostEvents);
        }
    }

    /** Whether so many events wait for their broker that no more are written. */
    public boolean isStopped() {
        return stopped;
    }

    private Sender open(String name) throws Exception {
        Destination destination = Destination.of(name);
        if (destination.kind() != Destination.Kind.KAFKA) {
            return new JmsSender(broker, destination);
        }
        if (kafka.isEmpty()) {
            throw new IllegalStateException("kafka.brokers is not set");
        }
        return new KafkaSender(kafka, destination);
    }

    /** The destinations where nothing leaves for, and why; empty if there are none. */
    public Optional<String> obstacle() {
        List<String> obstacles = lines.values().stream().flatMap(line -> line.obstacle().stream()).sorted().toList();
        return obstacles.isEmpty() ? Optional.empty() : Optional.of(obstacles.stream().collect(Collectors.joining("; ")));
    }

    @Override
    public void close() throws InterruptedException {
        watch.shutdown();
        watch.awaitTermination(5, TimeUnit.SECONDS);
        for (Line line : lines.values()) {
            line.close();
        }
    }
}
