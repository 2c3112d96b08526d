package io.keyline.backoffice;

import io.keyline.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies as they come from Kafka, on one thread. An offset is committed after what came before it is on disk, or with its caller; a
 * partition that moves to another member takes its offset with it.
 */
final class KafkaReplies {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReplies.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** How long replies that their callers have share a commit. What was not committed comes again after a crash, as late. */
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** For a reply that is handed over in vain, and not because the database is away. */
    private static final int ATTEMPTS = 5;
    private static final int LONGEST_REASON = 200;

    private final String topic;
    private final String deadLetters;
    private final KafkaCluster cluster;
    private final KafkaTopics topics;
    private final KafkaWriter writer;
    private final Callers callers;
    private final Unclaimed unclaimed;
    private final Duration firstPause;
    private final Map<TopicPartition, OffsetAndMetadata> through = new HashMap<>();
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile boolean connected;
    private volatile boolean closed;
    /** In a row. */
    private int failures;
    private Duration pause;
    private long committed = System.nanoTime();

    /**
     * @param topic      the one for replies, and the name of the group of those that read it
     * @param firstPause before what went wrong is tried again; it doubles each time
     */
    KafkaReplies(String topic, String deadLetters, KafkaCluster cluster, KafkaTopics topics, KafkaWriter writer, Callers callers, Unclaimed unclaimed,
            Duration firstPause) {
        this.topic = topic;
        this.deadLetters = deadLetters;
        this.cluster = cluster;
        this.topics = topics;
        this.writer = writer;
        this.callers = callers;
        this.unclaimed = unclaimed;
        this.firstPause = firstPause;
        this.pause = firstPause;
        this.thread = Thread.ofPlatform().name("back-office-kafka-replies").daemon().start(this::run);
    }

    boolean connected() {
        return connected;
    }

    private void run() {
        while (!closed) {
            if (topics.isThere(topic) && topics.isThere(deadLetters)) {
                read();
            }
            connected = false;
            rest();
        }
    }

    private void read() {
        try (var opened = cluster.consumer(topic)) {
            consumer = opened;
            through.clear();
            opened.subscribe(List.of(topic), new Moved());
            pause = firstPause;
            while (!closed) {
                take(opened);
            }
        } catch (WakeupException e) {
            LOG.debug("closing");
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("Back office, replies: Kafka's consumer begins anew: {}", KafkaFailure.words(e));
        }
    }

    private void take(KafkaConsumer<String, byte[]> opened) {
        var records = opened.poll(through.isEmpty() ? IDLE : GATHER);
        connected = !opened.assignment().isEmpty() && (!records.isEmpty() || isConnected(opened));
        for (var message : records) {
            if (!take(message)) {
                commit(opened);
                rewind(opened, records.partitions());
                rest();
                return; // at once: whoever stays away from poll for long loses the partitions
            }
            through.put(partition(message), new OffsetAndMetadata(message.offset() + 1));
        }
        if (records.isEmpty() || System.nanoTime() - committed > GATHER.toNanos()) {
            commit(opened);
        }
    }

    /** @return false if it must come again */
    private boolean take(ConsumerRecord<String, byte[]> message) {
        var reply = read(message);
        try {
            if (reply.key() == null) {
                return setAside(message, reply.reason());
            }
            if (!callers.answer(reply)) {
                unclaimed.late().accept(reply);
            }
            succeeded();
            return true;
        } catch (RuntimeException e) {
            return failed(message, reply.key(), e);
        }
    }

    private static Reply read(ConsumerRecord<String, byte[]> message) {
        var header = message.headers().lastHeader("id");
        var key = header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        if (message.value() == null) {
            return ReplyReader.malformed(key, "empty");
        }
        return ReplyReader.read(key, new String(message.value(), StandardCharsets.UTF_8));
    }

    /** While the database is away it waits, for there is nowhere else to keep it; what is wrong in itself must not hold up the others. */
    private boolean failed(ConsumerRecord<String, byte[]> message, String key, RuntimeException failure) {
        if (failures++ == 0) {
            LOG.warn("The reply {} without a caller could not be handed over; it is taken again until it is: {}", origin(message), failure.toString());
        }
        if (closed || waitsForUs(failure) || failures < ATTEMPTS) {
            return false;
        }
        succeeded();
        return setAside(message, "the reply to " + key + " is taken in vain: " + failure);
    }

    private void succeeded() {
        failures = 0;
        pause = firstPause;
    }

    private static boolean waitsForUs(RuntimeException failure) {
        return failure.getCause() instanceof TimeoutException || failure.getCause() instanceof InterruptedException || Database.mayWorkLater(failure);
    }

    /** @return whether it is kept: as a dead letter of the hub, and beside its topic */
    private boolean setAside(ConsumerRecord<String, byte[]> message, String reason) {
        return isDeadLetter(message, reason) && isInTopic(message, reason);
    }

    /** While the database is away it waits; if it cannot be kept there for another reason, the topic has to do. */
    private boolean isDeadLetter(ConsumerRecord<String, byte[]> message, String reason) {
        var body = message.value() == null ? null : new String(message.value(), StandardCharsets.UTF_8);
        try {
            unclaimed.unreadable().accept(new Unclaimed.Unreadable("kafka:" + origin(message), topic, body, reason));
            return true;
        } catch (RuntimeException e) {
            LOG.warn("The reply {} cannot be kept as a dead letter: {}", origin(message), e.toString());
            return !closed && !waitsForUs(e);
        }
    }

    private boolean isInTopic(ConsumerRecord<String, byte[]> message, String reason) {
        var dead = new ProducerRecord<>(deadLetters, message.key(), message.value());
        dead.headers().add("origin", origin(message).getBytes(StandardCharsets.UTF_8))
                .add("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)).getBytes(StandardCharsets.UTF_8));
        try {
            writer.write(dead).get(30, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.warn("The reply {} cannot be set aside yet: {}", origin(message), e.toString());
            return false;
        }
    }

    /** What callers did not wait for any more must be on disk before Kafka forgets it. */
    private void commit(KafkaConsumer<String, byte[]> opened) {
        if (through.isEmpty()) {
            return;
        }
        if (!unclaimed.kept().getAsBoolean()) {
            var partitions = Set.copyOf(through.keySet());
            through.clear();
            rewind(opened, partitions);
            return;
        }
        try {
            opened.commitSync(Map.copyOf(through));
            through.clear();
            committed = System.nanoTime();
        } catch (RebalanceInProgressException e) {
            LOG.debug("committed when the partitions are settled");
        } catch (CommitFailedException e) {
            through.clear(); // another member has them, and reads them again
        }
    }

    /** Goes back to what is not done. */
    private void rewind(KafkaConsumer<String, byte[]> opened, Set<TopicPartition> partitions) {
        var mine = partitions.stream().filter(opened.assignment()::contains).collect(Collectors.toSet());
        var before = opened.committed(mine);
        for (var partition : mine) {
            var done = through.getOrDefault(partition, before.get(partition));
            if (done == null) {
                opened.seekToBeginning(Set.of(partition));
            } else {
                opened.seek(partition, done);
            }
        }
    }

    private final class Moved implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer);
            through.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            through.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.info("Back office, replies: reads {}", partitions);
            }
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    private static String origin(ConsumerRecord<?, ?> message) {
        return message.topic() + "-" + message.partition() + "@" + message.offset();
    }

    private static boolean isConnected(KafkaConsumer<?, ?> opened) {
        return opened.metrics().values().stream().filter(one -> one.metricName().name().equals("connection-count"))
                .anyMatch(one -> one.metricValue() instanceof Number number && number.doubleValue() > 0);
    }

    private void rest() {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when nothing is read any more. */
    void close() throws InterruptedException {
        closed = true;
        var opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        thread.join(Duration.ofSeconds(12));
        thread.interrupt();
    }
}
