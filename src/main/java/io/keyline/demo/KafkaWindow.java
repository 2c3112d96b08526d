package io.keyline.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the requests from Kafka: one thread reads all topics, answers what has come, and commits it when the replies are written. */
final class KafkaWindow implements Window {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWindow.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String brokers;
    private final List<String> topics;
    private final Desk desk;
    private final Thread thread;
    private volatile boolean connected;
    private volatile boolean closing;

    KafkaWindow(String brokers, String prefix, Set<String> operations, Desk desk) {
        this.brokers = brokers;
        this.topics = operations.stream().map(operation -> prefix + operation).toList();
        this.desk = desk;
        this.thread = Thread.ofPlatform().daemon().name("back-office-kafka").start(this::run);
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    private void run() {
        while (!closing) {
            try {
                makeTopics();
                work();
            } catch (KafkaException | ExecutionException e) {
                LOG.info("no Kafka at {}: {}", brokers, e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            connected = false;
        }
    }

    /** Those that the hub has not made yet. */
    private void makeTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers, "default.api.timeout.ms", 5_000, "request.timeout.ms", 5_000))) {
            for (var made : admin.createTopics(topics.stream().map(topic -> new NewTopic(topic, Optional.empty(), Optional.empty())).toList())
                    .values().values()) {
                try {
                    made.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    private void work() {
        try (var requests = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "group.id", "back-office", "enable.auto.commit", false,
                "auto.offset.reset", "earliest", "session.timeout.ms", 6_000, "heartbeat.interval.ms", 2_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var replies = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 1),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            requests.subscribe(topics);
            while (!closing) {
                var batch = requests.poll(POLL);
                connected = !requests.assignment().isEmpty();
                if (!batch.isEmpty()) {
                    batch.forEach(request -> answer(request, replies));
                    replies.flush();
                    requests.commitSync();
                }
            }
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> request, KafkaProducer<byte[], byte[]> replies) {
        Header replyTo = request.headers().lastHeader("reply-to");
        try {
            Call call = Call.read(new String(request.value(), StandardCharsets.UTF_8));
            Answer answer = desk.answer(call, request.topic() + request.partition() + "@" + request.offset());
            if (replyTo == null || desk.faults().isSilent()) {
                return;
            }
            var reply = new ProducerRecord<>(text(replyTo), request.key(), desk.reply(call.key(), answer).getBytes(StandardCharsets.UTF_8));
            reply.headers().add("id", call.key().getBytes(StandardCharsets.UTF_8));
            send(reply, desk.faults().delay().plus(answer.after()), desk.faults().repeats() ? 2 : 1, replies);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: {}", request.topic(), e.getMessage());
        }
    }

    private static void send(ProducerRecord<byte[], byte[]> reply, Duration after, int copies, KafkaProducer<byte[], byte[]> replies) {
        for (int copy = 0; copy < copies; copy++) {
            if (after.isZero()) {
                replies.send(reply);
            } else {
                CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS).execute(() -> replies.send(reply));
            }
        }
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(Duration.ofSeconds(10));
    }
}
