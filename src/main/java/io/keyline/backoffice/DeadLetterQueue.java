package io.keyline.backoffice;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/**
 * The broker's queue of what nobody could take, from which it comes into the hub's dead letters. A message gets there in the transaction that
 * consumes it: it is in one queue or in the other.
 *
 * @param name of the queue
 */
public record DeadLetterQueue(String name) {

    /** The properties that tell of a message why it is there, what it was called, and in which queue or topic it was. */
    public static final String REASON = "reason";
    public static final String ORIGIN = "origin";
    public static final String FROM = "from";

    /** Moves a message that is being consumed; nothing of its sender's goes with it but the body. */
    public void move(Message message, Session session, String origin, String from, String reason) throws JMSException {
        message.clearProperties();
        describe(message, origin, from, reason);
        try (MessageProducer producer = session.createProducer(session.createQueue(name))) {
            producer.send(message);
        }
    }

    /** Tells of a message why it goes there. */
    public static void describe(Message message, String origin, String from, String reason) throws JMSException {
        message.setStringProperty(ORIGIN, origin);
        message.setStringProperty(FROM, from);
        message.setStringProperty(REASON, reason);
    }
}
