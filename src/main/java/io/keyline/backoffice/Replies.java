package io.keyline.backoffice;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replies as they come: each goes to the caller that waits for it, or, where none does, to those who look after the others. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final int BATCH = 200;
    private static final long IDLE_MILLIS = 10_000;
    /** How long a commit waits for another reply to share it. Callers do not wait for it; receiveNoWait asks the broker each time, and costs more. */
    private static final long GATHER_MILLIS = 1;

    private static final DeadLetterQueue DEAD_LETTERS = new DeadLetterQueue(EmbeddedBroker.DEAD_LETTERS);

    private final Callers callers;
    private final Unclaimed unclaimed;
    private volatile boolean ended;

    Replies(Callers callers, Unclaimed unclaimed) {
        this.callers = callers;
        this.unclaimed = unclaimed;
    }

    void end() {
        ended = true;
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
                    batch(session, queue, consumer, message);
                }
            }
        }
    }

    private void batch(Session session, String queue, MessageConsumer consumer, Message first) throws JMSException {
        var answered = false;
        var message = first;
        for (int taken = 1; message != null; taken++) {
            var reply = Incoming.read(message);
            if (callers.answer(reply)) {
                answered = true;
            } else {
                if (answered) {
                    // what a caller has must not come back because handing over the next one fails
                    commit(session);
                    answered = false;
                }
                if (!handOver(reply, message, session, queue)) {
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
        if (unclaimed.kept().getAsBoolean()) {
            session.commit();
        } else {
            session.rollback();
        }
    }

    private boolean handOver(Reply reply, Message message, Session session, String queue) throws JMSException {
        try {
            if (reply.key() == null) {
                var source = "jms:" + message.getJMSMessageID();
                unclaimed.unreadable().accept(new Unclaimed.Unreadable(source, queue, Incoming.body(message), reply.reason()));
                DEAD_LETTERS.move(message, session, source, queue, reply.reason());
            } else {
                unclaimed.late().accept(reply);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("A reply without a caller could not be handed over; the broker will deliver it again: {}", e.toString());
            return false;
        }
    }
}
