package io.keyline.backoffice;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics are there. One that is missing is made where we may, with the cluster's own number of partitions and replicas; else it is
 * looked for until somebody makes it. Nobody waits: a producer that knows no such topic would hold up the others.
 */
final class KafkaTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

    private enum State { ASKED, THERE }

    private final KafkaCluster cluster;
    private final Map<String, State> known = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private Admin admin;

    KafkaTopics(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether it is known to be there; where it is not, it is looked for meanwhile. */
    boolean isThere(String topic) {
        var state = known.putIfAbsent(topic, State.ASKED);
        if (state == null) {
            look(topic);
        }
        return state == State.THERE;
    }

    /** It may be gone. */
    void forget(String topic) {
        known.remove(topic);
    }

    private void look(String topic) {
        try {
            admin().describeTopics(List.of(topic)).allTopicNames().toCompletionStage().whenComplete((found, failure) -> {
                if (KafkaFailure.is(failure, UnknownTopicOrPartitionException.class)) {
                    make(topic);
                } else {
                    // who may not look may yet write
                    settled(topic, KafkaFailure.is(failure, TopicAuthorizationException.class) ? null : failure);
                }
            });
        } catch (KafkaException e) {
            settled(topic, e);
        }
    }

    private void make(String topic) {
        try {
            admin().createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty()))).all().toCompletionStage()
                    .whenComplete((made, failure) -> settled(topic, KafkaFailure.is(failure, TopicExistsException.class) ? null : failure));
        } catch (KafkaException e) {
            settled(topic, e);
        }
    }

    private void settled(String topic, Throwable failure) {
        if (failure == null) {
            known.put(topic, State.THERE);
            told.remove(topic);
            return;
        }
        var why = KafkaFailure.words(failure);
        if (!why.equals(told.put(topic, why))) {
            LOG.warn("Back office: the topic {} is not there, and {}: {}", topic,
                    KafkaFailure.is(failure, AuthorizationException.class) ? "we may not make it" : "no broker makes it yet", why);
        }
        known.remove(topic);
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = cluster.admin();
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
