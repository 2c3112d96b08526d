package io.keyline.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends to a topic. Records with the same key are in one partition, in order. */
final class KafkaSender implements Sender {

    /**
     * What holds whatever an operator sets. What a batch has for one partition goes as one record batch, which the broker takes as a whole or
     * not at all: linger waits for the flush, and a record batch has room for a whole batch of ours. So nothing overtakes what failed
     * before it. The times add up to less than the database's patience with the transaction that waits for this.
     */
    private static final Map<String, Object> OURS = Map.of("acks", "all", "enable.idempotence", true, "linger.ms", 1_000,
            "batch.size", 2 * Line.BATCH_OCTETS, "buffer.memory", 64L << 20, "max.block.ms", 5_000, "request.timeout.ms", 5_000,
            "delivery.timeout.ms", 10_000);

    private final KafkaProducer<String, String> producer;
    private final String topic;

    /**
     * @param client properties of Kafka's client: {@code bootstrap.servers}, and what the brokers want for security
     * @throws RuntimeException if the brokers do not answer within five seconds, or have no such topic
     */
    KafkaSender(Map<String, Object> client, Destination destination) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.putAll(OURS);
        topic = destination.name();
        producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        try {
            producer.partitionsFor(topic);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void send(List<Outgoing> batch) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = batch.stream().map(one -> producer.send(record(one))).toList();
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private ProducerRecord<String, String> record(Outgoing one) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, one.key(), one.body());
        one.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
