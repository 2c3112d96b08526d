package io.keyline.backoffice;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Request and reply with the back office over Kafka, by the contract of docs/back-office.md: a topic for each operation, keyed by customer, and
 * one of this hub's own for the replies. One thread sends, one receives.
 */
public final class KafkaBackOffice implements BackOffice {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final Callers callers = new Callers();
    private final KafkaTopics topics;
    private final KafkaWriter writer;
    private final KafkaRequests requests;
    private final KafkaReplies replies;

    /**
     * Starts at once, whether a broker is there or not.
     *
     * @param brokers    host:port, parted by commas
     * @param properties others of Kafka's client, such as {@code security.protocol}
     * @param prefix     of all topics
     * @param hub        this hub's number: its replies come to a topic of its own. Whoever shares it shares the replies, too, as one group;
     *                   those of the other's callers are then taken as late ones
     */
    public KafkaBackOffice(String brokers, Map<String, String> properties, String prefix, int hub, Unclaimed unclaimed) {
        this(brokers, properties, prefix, hub, unclaimed, FIRST_PAUSE);
    }

    KafkaBackOffice(String brokers, Map<String, String> properties, String prefix, int hub, Unclaimed unclaimed, Duration firstPause) {
        var cluster = new KafkaCluster(brokers, properties);
        var replyTopic = prefix + "replies-" + hub;
        topics = new KafkaTopics(cluster);
        writer = new KafkaWriter(cluster, topics);
        requests = new KafkaRequests(prefix, replyTopic, topics, writer, callers);
        replies = new KafkaReplies(replyTopic, prefix + "dead-letters", cluster, topics, writer, callers, unclaimed, firstPause);
    }

    /**
     * While no broker is there a request waits in memory, until its deadline.
     *
     * @throws IllegalArgumentException besides: the request holds a secret of the customer, which Kafka would keep
     */
    @Override
    public CompletableFuture<Reply> call(Request request) {
        return callers.call(request, requests::add);
    }

    @Override
    public boolean connected() {
        return replies.connected();
    }

    @Override
    public void close() {
        callers.close();
        try {
            requests.close();
            replies.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        topics.close();
        callers.forgetAll();
    }
}
