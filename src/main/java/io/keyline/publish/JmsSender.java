package io.keyline.publish;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends to a queue or topic, a batch a transaction. Messages with the same key are a group (JMSXGroupID), which the broker gives to one consumer. */
final class JmsSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(JmsSender.class);

    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;

    JmsSender(ConnectionFactory broker, Destination destination) throws JMSException {
        connection = broker.createConnection();
        try {
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
            producer = session.createProducer(destination.kind() == Destination.Kind.JMS_QUEUE ? session.createQueue(destination.name())
                    : session.createTopic(destination.name()));
        } catch (JMSException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void send(List<Outgoing> batch) throws JMSException {
        for (Outgoing one : batch) {
            TextMessage message = session.createTextMessage(one.body());
            for (Map.Entry<String, String> header : one.headers().entrySet()) {
                message.setStringProperty(header.getKey().replace('-', '_'), header.getValue());
            }
            message.setStringProperty("JMSXGroupID", one.key());
            producer.send(message);
        }
        // Artemis' duplicate detection (_AMQ_DUPL_ID) would not drop what is repeated, but refuse the whole transaction it is in
        session.commit();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException | RuntimeException e) {
            LOG.debug("a lost connection did not close: {}", e.getMessage());
        }
    }
}
