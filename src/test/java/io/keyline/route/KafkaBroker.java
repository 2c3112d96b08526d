package io.keyline.route;

import io.keyline.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesVersion;
import org.apache.kafka.metadata.properties.PropertiesUtils;

/** A real Kafka broker of one node, in KRaft mode, in this process. */
public final class KafkaBroker implements AutoCloseable {

    private final Properties properties;
    private KafkaRaftServer server;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    public final String url;

    public KafkaBroker(Path directory) throws IOException {
        this(directory, FreePort.next(), FreePort.next());
    }

    /** Goes on with what is in the directory, if a broker has been there. */
    public KafkaBroker(Path directory, int port, int controller) throws IOException {
        url = "127.0.0.1:" + port;
        if (!Files.exists(directory)) {
            format(directory);
        }
        properties = properties(directory, controller);
        start();
        admin = Admin.create(Map.of("bootstrap.servers", url));
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", url, "acks", "all"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** After {@link #stop}: with all that it had. */
    public void start() {
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
    }

    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** What kafka-storage.sh format does. */
    private static void format(Path directory) throws IOException {
        MetaProperties properties = new MetaProperties.Builder().setVersion(MetaPropertiesVersion.V1).setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1).build();
        Files.createDirectories(directory);
        PropertiesUtils.writePropertiesFile(properties.toProperties(),
                directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME).toString(), true);
    }

    private Properties properties(Path directory, int controller) {
        Properties properties = new Properties();
        properties.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", "log.dirs", directory.toString(),
                "controller.quorum.voters", "1@127.0.0.1:" + controller, "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://" + url + ",CONTROLLER://127.0.0.1:" + controller,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"));
        properties.putAll(Map.of("offsets.topic.num.partitions", "1", "offsets.topic.replication.factor", "1",
                "group.initial.rebalance.delay.ms", "0", "group.min.session.timeout.ms", "500", "auto.create.topics.enable", "false"));
        return properties;
    }

    public void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }

    /** Returns when the broker has it. */
    public void write(String topic, byte[] value, Map<String, String> headers) throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes()));
        producer.send(record).get();
    }

    /** Up to which record the group is through, 0 where nothing is known. */
    long committed(String group, String topic) throws ExecutionException, InterruptedException {
        var offset = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        stop();
    }
}
