package io.keyline.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests from one queue and answers them, many in a transaction, on a connection of its own that it builds anew when it breaks. */
final class Clerk implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final int BATCH = 100;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final ConnectionFactory broker;
    private final String queue;
    private final Desk desk;
    private final CountDownLatch closing;
    private volatile boolean connected;

    Clerk(ConnectionFactory broker, String queue, Desk desk, CountDownLatch closing) {
        this.closing = closing;
        this.broker = broker;
        this.queue = queue;
        this.desk = desk;
    }

    boolean isConnected() {
        return connected;
    }

    @Override
    public void run() {
        Duration pause = SHORTEST_PAUSE;
        do {
            pause = connectAndWork() ? SHORTEST_PAUSE : doubled(pause);
        } while (!closesWithin(pause));
    }

    /** Returns, when the connection broke or there was none, whether there was one. */
    private boolean connectAndWork() {
        try (Connection connection = broker.createConnection()) {
            work(connection);
        } catch (JMSException | RuntimeException gone) {
            LOG.info("no broker for {}: {}", queue, gone.getMessage());
        }
        boolean wasConnected = connected;
        connected = false;
        return wasConnected;
    }

    private void work(Connection connection) throws JMSException {
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer requests = session.createConsumer(session.createQueue(queue));
        MessageProducer replies = session.createProducer(null);
        replies.setDeliveryMode(DeliveryMode.PERSISTENT);
        connection.start();
        connected = true;
        while (closing.getCount() > 0) {
            Message first = requests.receive(POLL.toMillis());
            if (first != null) {
                answerBatch(first, session, requests, replies);
            }
        }
    }

    private void answerBatch(Message first, Session session, MessageConsumer requests, MessageProducer replies) throws JMSException {
        Message request = first;
        for (int taken = 1; request != null; taken++) {
            answer(request, session, replies);
            request = taken < BATCH ? requests.receiveNoWait() : null;
        }
        session.commit();
    }

    private void answer(Message request, Session session, MessageProducer replies) throws JMSException {
        String text = request instanceof TextMessage message ? message.getText() : "{}";
        String key;
        Answer answer;
        try {
            Call call = Call.read(text);
            key = call.key();
            answer = desk.answer(call, request.getJMSMessageID());
        } catch (IllegalArgumentException malformed) {
            LOG.warn("{}: {}", queue, malformed.getMessage());
            key = request.getJMSCorrelationID();
            answer = Answer.failed("malformed-request");
        }
        if (request.getJMSReplyTo() != null && !desk.faults().isSilent()) {
            send(request, key, answer, session, replies);
        }
    }

    private void send(Message request, String key, Answer answer, Session session, MessageProducer replies) throws JMSException {
        TextMessage reply = session.createTextMessage(desk.reply(key, answer));
        String correlation = request.getJMSCorrelationID();
        reply.setJMSCorrelationID(correlation == null ? key : correlation);
        replies.setDeliveryDelay(desk.faults().delay().plus(answer.after()).toMillis());
        for (int copies = desk.faults().repeats() ? 2 : 1; copies > 0; copies--) {
            replies.send(request.getJMSReplyTo(), reply);
        }
    }

    private static Duration doubled(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
