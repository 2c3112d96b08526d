package io.keyline.route;

import io.keyline.backoffice.DeadLetterQueue;
import io.keyline.hub.TryLater;
import io.keyline.store.Database;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an event of the outside that a route could not take. One that can never be taken goes to the dead letters at
 * once, from JMS and from Kafka, and the next one is taken. Everything else is tried again: by the broker, which knows how often;
 * on Kafka here, because there a record that waits lets all behind it wait.
 */
public final class DeadEvents extends RouteConfigurationBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(DeadEvents.class);
    /** Pauses of 1, 2, 4, 8 and 16 seconds: far less than Kafka's max.poll.interval, after which the record goes to another consumer. */
    private static final int ATTEMPTS_ON_KAFKA = 5;

    private final ConnectionFactory broker;
    private final DeadLetterQueue deadLetters;
    private final long firstPause;

    /**
     * @param broker      where the dead letters are
     * @param deadLetters the name of their queue
     */
    public DeadEvents(ConnectionFactory broker, String deadLetters) {
        this(broker, deadLetters, 1_000);
    }

    DeadEvents(ConnectionFactory broker, String deadLetters, long firstPause) {
        this.broker = broker;
        this.deadLetters = new DeadLetterQueue(deadLetters);
        this.firstPause = firstPause;
    }

    @Override
    public void configuration() {
        RouteConfigurationDefinition events = routeConfiguration();
        events.onException(BadEventException.class).onWhen(DeadEvents::fromOutside).handled(true).logHandled(false)
                .process(this::setAside).end();
        events.onException(Exception.class).onWhen(exchange -> fromKafka(exchange) && !waitsForUs(exchange)).handled(true)
                .maximumRedeliveries(ATTEMPTS_ON_KAFKA).redeliveryDelay(firstPause).useExponentialBackOff().backOffMultiplier(2)
                .retryAttemptedLogLevel(LoggingLevel.WARN).logRetryStackTrace(false).process(this::setAside).end();
        // The record stays where it is, and so does the partition, until the database is back.
        events.onException(Exception.class).onWhen(exchange -> fromKafka(exchange) && waitsForUs(exchange))
                .maximumRedeliveries(ATTEMPTS_ON_KAFKA).redeliveryDelay(firstPause).useExponentialBackOff().backOffMultiplier(2)
                .retryAttemptedLogLevel(LoggingLevel.WARN).logRetryStackTrace(false).end();
    }

    private static boolean fromOutside(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof JmsEndpoint || fromKafka(exchange);
    }

    private static boolean fromKafka(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof KafkaEndpoint;
    }

    /** Whether the fault is our database's and not the record's: then no number of attempts is too many. */
    private static boolean waitsForUs(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TryLater) {
                return true;
            }
        }
        return Database.mayWorkLater(failure);
    }

    private void setAside(Exchange exchange) throws JMSException {
        String origin = EventSources.origin(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String reason = failure instanceof BadEventException ? failure.getMessage() : failure.getClass().getSimpleName();
        if (EventsAgain.isReplayed(exchange)) {
            return; // it is a dead letter already, and who replays it sees why it failed
        }
        String from = EventSources.name(exchange.getFromEndpoint());
        if (exchange.getMessage() instanceof JmsMessage message && message.getJmsSession() != null) {
            deadLetters.move(message.getJmsMessage(), message.getJmsSession(), origin, from, reason);
        } else {
            copy(exchange.getMessage().getBody(byte[].class), origin, from, reason);
        }
        LOG.warn("the event {} is set aside in {}: {}", origin, deadLetters.name(), reason);
    }

    /** The record's offset is committed after this; a crash between the two makes two copies. */
    private void copy(byte[] body, String origin, String from, String reason) throws JMSException {
        try (JMSContext context = broker.createContext(JMSContext.SESSION_TRANSACTED)) {
            Message message = context.createTextMessage(body == null ? "" : new String(body, StandardCharsets.UTF_8));
            DeadLetterQueue.describe(message, origin, from, reason);
            context.createProducer().send(context.createQueue(deadLetters.name()), message);
            context.commit();
        }
    }
}
