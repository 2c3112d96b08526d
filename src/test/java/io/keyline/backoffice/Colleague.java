package io.keyline.backoffice;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.function.Function;

/** The other side of the broker, as a test needs it: looks into queues, takes requests, puts replies of any kind. */
final class Colleague implements AutoCloseable {

    private final Connection connection;
    final Session session;

    Colleague(String url) throws JMSException {
        connection = Brokers.connectionFactory(url, "hub", "secret").createConnection();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    /** The next message of a queue, null after the time given. */
    Message next(String queue, long millis) throws JMSException {
        try (var consumer = session.createConsumer(session.createQueue(queue))) {
            return consumer.receive(millis);
        }
    }

    /** None in a queue that is not there, for the first message makes it. */
    int waitingIn(String queue) throws JMSException {
        try (var browser = session.createBrowser(session.createQueue(queue))) {
            return Collections.list(browser.getEnumeration()).size();
        } catch (InvalidDestinationException notYet) {
            return 0;
        }
    }

    /** Puts a text of no particular form into the queue of replies. */
    void put(String correlation, String body) throws JMSException {
        put(correlation, session.createTextMessage(body));
    }

    void put(String correlation, Message message) throws JMSException {
        message.setJMSCorrelationID(correlation);
        try (var producer = session.createProducer(session.createQueue("keyline.replies"))) {
            producer.send(message);
        }
    }

    /** Answers all requests of an operation, each on the thread of its session. */
    void answer(String operation, Function<String, String> bodyForKey) throws JMSException {
        var own = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var producer = own.createProducer(null);
        own.createConsumer(own.createQueue("keyline." + operation)).setMessageListener(request -> {
            try {
                var reply = own.createTextMessage(bodyForKey.apply(request.getStringProperty("idempotencyKey")));
                reply.setJMSCorrelationID(request.getJMSCorrelationID());
                producer.send(request.getJMSReplyTo(), reply);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
