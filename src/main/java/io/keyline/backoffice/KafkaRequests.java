package io.keyline.backoffice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests on their way to Kafka, sent by one thread. One that cannot go now is tried again each second until its deadline. */
final class KafkaRequests {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRequests.class);
    private static final long AGAIN_MILLIS = 1_000;

    private record Unsent(String key, String customer, String topic, Instant deadline, byte[] text, String trace) {
    }

    private final String prefix;
    private final String replies;
    private final KafkaTopics topics;
    private final KafkaWriter writer;
    private final Callers callers;
    private final Semaphore places = new Semaphore(Requests.MOST_UNSENT);
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("back-office-kafka-requests").daemon().factory());
    /** So that a broker that stays away is told of once. */
    private volatile boolean toldLost;

    /** @param replies the topic for replies */
    KafkaRequests(String prefix, String replies, KafkaTopics topics, KafkaWriter writer, Callers callers) {
        this.prefix = prefix;
        this.replies = replies;
        this.topics = topics;
        this.writer = writer;
        this.callers = callers;
    }

    /**
     * Writes it out at once, so that one that cannot be written is the caller's trouble.
     *
     * @return false if too many wait already
     * @throws IllegalArgumentException it holds a secret, and Kafka keeps what it gets
     */
    boolean add(Request request) {
        if (request.secret()) {
            throw new IllegalArgumentException(request.operation() + " is asked with a secret of the customer, which Kafka would keep: reach it over "
                    + "JMS or HTTP");
        }
        var unsent = new Unsent(request.key(), request.customer().get("address"), prefix + request.operation(), request.deadline(),
                Contract.write(request).getBytes(StandardCharsets.UTF_8), request.trace());
        if (!places.tryAcquire()) {
            return false;
        }
        sender.execute(() -> send(unsent));
        return true;
    }

    private void send(Unsent request) {
        if (!Instant.now().isBefore(request.deadline())) {
            places.release();
        } else if (topics.isThere(request.topic())) {
            writer.write(message(request)).whenComplete((written, failure) -> sent(request, failure));
        } else {
            later(request);
        }
    }

    private ProducerRecord<String, byte[]> message(Unsent request) {
        var message = new ProducerRecord<>(request.topic(), request.customer(), request.text());
        message.headers().add("id", utf8(request.key())).add("idempotency-key", utf8(request.key())).add("reply-to", utf8(replies))
                .add("deadline", utf8(request.deadline().toString()));
        if (request.trace() != null) {
            message.headers().add(Request.TRACEPARENT, utf8(request.trace()));
        }
        return message;
    }

    private void sent(Unsent request, Throwable failure) {
        if (failure == null) {
            toldLost = false;
            places.release();
        } else if (KafkaFailure.mayWorkLater(failure)) {
            tellLost(failure);
            later(request);
        } else {
            places.release();
            callers.fail(request.key(), new IllegalStateException(request.topic() + ": " + KafkaFailure.words(failure), failure));
        }
    }

    private void later(Unsent request) {
        try {
            sender.schedule(() -> send(request), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            places.release(); // closing: who asks again after the restart has the same key
        }
    }

    private void tellLost(Throwable failure) {
        if (!toldLost) {
            toldLost = true;
            LOG.warn("Back office, requests: no Kafka broker, trying again until it is there: {}", KafkaFailure.words(failure));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends what waits for this thread, not what waits for the broker. */
    void close() throws InterruptedException {
        sender.shutdown();
        sender.awaitTermination(5, TimeUnit.SECONDS);
    }
}
