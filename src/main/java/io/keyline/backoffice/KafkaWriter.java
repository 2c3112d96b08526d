package io.keyline.backoffice;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Writes records. The producer is made when it is needed first: without a broker whose name can be resolved there is none. */
final class KafkaWriter implements AutoCloseable {

    private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

    private final KafkaCluster cluster;
    private final KafkaTopics topics;
    private KafkaProducer<String, byte[]> producer;

    KafkaWriter(KafkaCluster cluster, KafkaTopics topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    /** Completes when the record is on disk. May block for two seconds where the cluster does not answer, and fails with what is retriable. */
    CompletableFuture<Void> write(ProducerRecord<String, byte[]> message) {
        var written = new CompletableFuture<Void>();
        try {
            producer().send(message, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            topics.forget(message.topic());
            written.completeExceptionally(e);
        }
        return written;
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        try {
            producer = producer == null ? cluster.producer() : producer;
            return producer;
        } catch (KafkaException e) {
            throw new TimeoutException("no producer can be made: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(TO_SEND_THE_REST);
        }
    }
}
