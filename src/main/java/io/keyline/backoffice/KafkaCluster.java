package io.keyline.backoffice;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How Keyline connects to Kafka for the back office: the one place where its client is tuned. Each client fails with a KafkaException
 * while no broker's name can be resolved.
 *
 * @param brokers    host:port, parted by commas
 * @param properties others of Kafka's client, such as {@code security.protocol}; ours win
 */
record KafkaCluster(String brokers, Map<String, String> properties) {

    private static final int REQUEST_TIMEOUT = 5_000;

    /** Nothing is sent twice by the client itself, and what it reports as sent is on all replicas that are in sync. */
    KafkaProducer<String, byte[]> producer() {
        var settings = common();
        settings.putAll(Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.LINGER_MS_CONFIG, 1, ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * REQUEST_TIMEOUT, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT));
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Sees only what is committed, and gives up no partition that it may keep when another member comes or goes. */
    KafkaConsumer<String, byte[]> consumer(String group) {
        var settings = common();
        settings.putAll(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName(),
                // after a kill -9 the partitions of the dead are free when this is over
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000));
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        var settings = common();
        settings.putAll(Map.of("request.timeout.ms", REQUEST_TIMEOUT, "default.api.timeout.ms", 2 * REQUEST_TIMEOUT));
        return Admin.create(settings);
    }

    private Map<String, Object> common() {
        var settings = new HashMap<String, Object>(properties);
        settings.putAll(Map.of("bootstrap.servers", brokers, "client.id", "keyline", "reconnect.backoff.max.ms", 5_000,
                "metric.reporters", "", "auto.include.jmx.reporter", false, "enable.metrics.push", false));
        return settings;
    }
}
