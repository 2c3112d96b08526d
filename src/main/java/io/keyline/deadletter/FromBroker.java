package io.keyline.deadletter;

import io.keyline.backoffice.DeadLetterQueue;
import io.keyline.hub.Hub;
import io.keyline.hub.Names;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.Death;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsMessage;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes what lies in the broker's queue of dead letters into the hub's: events and replies that the hub set aside there, and whatever a
 * consumer gave back too often. It leaves the queue when it is stored; until then the broker brings it again.
 */
public final class FromBroker extends RouteBuilder {

    /** What the broker itself says of a message that it put there. */
    private static final String BROKERS_ORIGIN = "_AMQ_ORIG_ADDRESS";
    private static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";
    private static final int LONGEST_REASON = 500;

    private final String queue;
    private final String prefix;
    private final Hub hub;
    private final Jdbi jdbi;

    /**
     * @param queue  of dead letters
     * @param prefix what the names of the back office's queues begin with
     */
    public FromBroker(String queue, String prefix, Hub hub, Jdbi jdbi) {
        this.queue = queue;
        this.prefix = prefix;
        this.hub = hub;
        this.jdbi = jdbi;
    }

    @Override
    public void configure() {
        onException(Exception.class).retryAttemptedLogLevel(LoggingLevel.WARN).logRetryStackTrace(false).logExhausted(false);
        from("jms:queue:" + queue).routeId("dead-letters").process(this::take);
    }

    private void take(Exchange exchange) throws JMSException {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        DeadLetter letter = letter(message);
        if (jdbi.inTransaction(handle -> DeadLetterSql.open(handle, letter))) {
            hub.counts().deadLetter(letter.kind());
            log.warn("dead letter {} of the kind {}: {}", Names.of(letter.id()), Kinds.name(letter.kind()), letter.reason());
        }
    }

    private DeadLetter letter(Message message) throws JMSException {
        String from = property(message, DeadLetterQueue.FROM, property(message, BROKERS_ORIGIN, null));
        String source = property(message, DeadLetterQueue.ORIGIN, "jms:" + message.getJMSMessageID());
        String reason = property(message, DeadLetterQueue.REASON, "given back to the broker too often" + (from == null ? "" : ", from " + from));
        String body = body(message);
        Instant now = hub.time().instant();
        return new DeadLetter(hub.newId(), kind(message, from), "OPEN", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)), attempts(message),
                0, source, from, body == null ? null : hub.seal().seal(body), false, now, now, 0);
    }

    /** What the hub itself set aside and is no reply is an event; what others gave back to a queue of the back office is a request. */
    private Death.Kind kind(Message message, String from) throws JMSException {
        if (from != null && from.startsWith(prefix + "replies")) {
            return Death.Kind.REPLY;
        }
        boolean isEvent = message.propertyExists(DeadLetterQueue.ORIGIN) || from == null || !from.startsWith(prefix) || from.startsWith(prefix + "events.");
        return isEvent ? Death.Kind.EVENT : Death.Kind.REQUEST;
    }

    private static int attempts(Message message) throws JMSException {
        return message.propertyExists(BROKERS_ORIGIN) && message.propertyExists("JMSXDeliveryCount") ? Math.max(1, message.getIntProperty("JMSXDeliveryCount")) : 1;
    }

    private static String property(Message message, String name, String otherwise) throws JMSException {
        String value = message.propertyExists(name) ? message.getStringProperty(name) : null;
        return value == null ? otherwise : value.replace("\0", "");
    }

    /** Null if it is neither text nor bytes, or too long: nothing else is ever opened. */
    private static String body(Message message) throws JMSException {
        if (message.propertyExists(LARGE_SIZE) && message.getLongProperty(LARGE_SIZE) > 2L * Edit.LONGEST) {
            return null;
        }
        String body = switch (message) {
            case TextMessage text -> text.getText();
            case BytesMessage bytes -> text(bytes);
            default -> null;
        };
        return body == null || body.length() > Edit.LONGEST ? null : body.replace("\0", "");
    }

    private static String text(BytesMessage message) throws JMSException {
        message.reset();
        if (message.getBodyLength() > Edit.LONGEST) {
            return null;
        }
        byte[] bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
