package io.keyline.backoffice;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replies as they come: each goes to the caller that waits for it, or, where none does, to those who look after the others. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final int BATCH = 200;
    private static final long IDLE_MILLIS = 10_000;
    /** How long a commit waits for another reply to share it. Callers do not wait for it; receiveNoWait asks the broker each time, and costs more. */
    private static final long GATHER_MILLIS = 1;

    private final Consumer<Reply> late;
    private final BooleanSupplier kept;
    private final Consumer<String> unreadable;
    private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Replies(Consumer<Reply> late, BooleanSupplier kept, Consumer<String> unreadable) {
        this.kept = kept;
        this.late = late;
        this.unreadable = unreadable;
    }

    /** @return null, or who waits for this key already */
    CompletableFuture<Reply> await(String key, CompletableFuture<Reply> reply) {
        return waiting.putIfAbsent(key, reply);
    }

    void forget(String key, CompletableFuture<Reply> reply) {
        waiting.remove(key, reply);
    }

    /** Whoever waits for this key waits no longer. */
    void forget(String key) {
        var reply = waiting.remove(key);
        if (reply != null) {
            reply.cancel(false);
        }
    }

    /** The request could not even be sent. */
    void fail(String key, Exception cause) {
        var reply = waiting.remove(key);
        if (reply != null) {
            reply.completeExceptionally(cause);
        }
    }

    void end() {
        ended = true;
    }

    void forgetAll() {
        waiting.keySet().forEach(this::forget);
    }

    /** Takes replies from this queue. */
    Link.Work from(String queue) {
        return session -> take(session, queue);
    }

    private void take(Session session, String queue) throws JMSException {
        try (var consumer = session.createConsumer(session.createQueue(queue))) {
            while (!ended) {
                var message = consumer.receive(IDLE_MILLIS);
                if (message != null) {
                    batch(session, consumer, message);
                }
            }
        }
    }

    private void batch(Session session, MessageConsumer consumer, Message first) throws JMSException {
        var answered = false;
        var message = first;
        for (int taken = 1; message != null; taken++) {
            var reply = Incoming.read(message);
            if (answer(reply)) {
                answered = true;
            } else {
                if (answered) {
                    // what a caller has must not come back because handing over the next one fails
                    commit(session);
                    answered = false;
                }
                if (!handOver(reply, message)) {
                    session.rollback();
                    return;
                }
            }
            message = taken < BATCH ? consumer.receive(GATHER_MILLIS) : null;
        }
        commit(session);
    }

    /** What callers did not wait for any more must be on disk before the broker forgets it. */
    private void commit(Session session) throws JMSException {
        if (kept.getAsBoolean()) {
            session.commit();
        } else {
            session.rollback();
        }
    }

    private boolean answer(Reply reply) {
        var caller = reply.key() == null ? null : waiting.remove(reply.key());
        return caller != null && caller.complete(reply);
    }

    private boolean handOver(Reply reply, Message message) throws JMSException {
        try {
            if (reply.key() == null) {
                unreadable.accept(reply.reason() + " (message " + message.getJMSMessageID() + ")");
            } else {
                late.accept(reply);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("A reply without a caller could not be handed over; the broker will deliver it again: {}", e.toString());
            return false;
        }
    }
}
