package io.keyline.backoffice;

import static org.awaitility.Awaitility.await;

import io.keyline.FreePort;
import io.keyline.route.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real Kafka broker in a JVM of its own, which can be killed and comes back with what it had; and the other side of it. */
public final class KafkaProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STARTED = "broker started";

    private final Path directory;
    private final int port = FreePort.next();
    private final int controller = FreePort.next();
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private Process process;
    private int starts;

    public KafkaProcess(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        start();
        admin = Admin.create(Map.of("bootstrap.servers", url()));
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", url(), "acks", "all"), new StringSerializer(), new ByteArraySerializer());
    }

    public String url() {
        return "127.0.0.1:" + port;
    }

    void start() throws IOException {
        var log = directory.resolve("kafka-" + ++starts + ".log");
        var started = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), KafkaProcess.class.getName(),
                directory.resolve("data").toString(), Integer.toString(port), Integer.toString(controller)).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        process = started;
        await("Kafka").atMost(PATIENCE).until(() -> Files.readString(log).contains(STARTED));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }

    /** Returns when the broker has it. @param id null: without such a header */
    void write(String topic, String key, String id, byte[] value) throws Exception {
        var message = new ProducerRecord<>(topic, key, value);
        if (id != null) {
            message.headers().add("id", id.getBytes(StandardCharsets.UTF_8));
        }
        producer.send(message).get();
    }

    void write(String topic, String key, String id, String value) throws Exception {
        write(topic, key, id, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The number of records of a topic that the group is through with, over all its partitions. */
    long committed(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream().mapToLong(offset -> offset.offset()).sum();
    }

    /** Waits for so many records of a topic from its beginning. */
    List<ConsumerRecord<String, byte[]>> read(String topic, int number) {
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", url(), "auto.offset.reset", "earliest"),
                new StringDeserializer(), new ByteArrayDeserializer())) {
            await("topic " + topic).atMost(PATIENCE).until(() -> admin.listTopics().names().get().contains(topic));
            Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream().map(one -> new TopicPartition(topic, one.partition())).toList();
            consumer.assign(partitions);
            var all = new ArrayList<ConsumerRecord<String, byte[]>>();
            await(number + " records of " + topic).atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return all.size() >= number;
            });
            return all;
        }
    }

    static String header(ConsumerRecord<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        process.destroyForcibly().waitFor();
    }

    /** The broker. */
    public static void main(String[] arguments) throws Exception {
        new KafkaBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println(STARTED);
        Thread.currentThread().join();
    }
}
