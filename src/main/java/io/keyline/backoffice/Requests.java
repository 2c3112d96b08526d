package io.keyline.backoffice;

import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/**
 * The requests on their way to the broker. Whatever has gathered while the last commit ran goes out with the next one, so a lone request
 * goes at once and a crowd shares one sync of the broker's journal.
 */
final class Requests implements Link.Work {

    /** How many may wait for a broker that is away; each takes about a kilobyte. */
    static final int MOST_UNSENT = 50_000;
    private static final int BATCH = 200;
    private static final Unsent END = new Unsent("", "", Instant.MIN, "", false, null);

    private record Unsent(String key, String operation, Instant deadline, String text, boolean secret, String trace) {
    }

    private final String prefix;
    private final String replies;
    private final BlockingQueue<Unsent> unsent = new LinkedBlockingQueue<>(MOST_UNSENT);
    /**
     * What is being sent. It outlives a lost session, whose commit may or may not have come through: then it is sent again with the same
     * keys. Artemis' duplicate detection (_AMQ_DUPL_ID) would be wrong here, for it would also swallow the question that a hub asks
     * again after a crash, to which the back office has to answer again.
     */
    private final List<Unsent> batch = new ArrayList<>(BATCH);
    private final BiConsumer<String, JMSException> refused;
    private boolean ended;

    /**
     * @param replies the queue to which the replies are to come
     * @param refused takes the key of a request for whose operation the broker gives us no queue; the others must not suffer from it
     */
    Requests(String prefix, String replies, BiConsumer<String, JMSException> refused) {
        this.prefix = prefix;
        this.replies = replies;
        this.refused = refused;
    }

    /** Writes it out at once, so that one that cannot be written is the caller's trouble and not the batch's. @return false if too many wait already */
    boolean add(Request request) {
        return unsent.offer(new Unsent(request.key(), request.operation(), request.deadline(), Contract.write(request),
                request.secret(), request.trace()));
    }

    /** The last one has been added. */
    void end() {
        unsent.offer(END);
    }

    @Override
    public void in(Session session) throws JMSException, InterruptedException {
        var replyTo = session.createQueue(replies);
        var producers = new HashMap<String, MessageProducer>();
        while (!ended) {
            if (batch.isEmpty()) {
                batch.add(unsent.take());
                unsent.drainTo(batch, BATCH - 1);
            }
            for (var request : batch) {
                send(session, producers, replyTo, request);
            }
            session.commit();
            ended = batch.getLast() == END;
            batch.clear();
        }
    }

    private void send(Session session, Map<String, MessageProducer> producers, Queue replies, Unsent request) throws JMSException {
        var left = Duration.between(Instant.now(), request.deadline());
        if (!left.isPositive()) {
            return;
        }
        var producer = producers.get(request.operation());
        if (producer == null) {
            try {
                producer = session.createProducer(session.createQueue(prefix + request.operation()));
            } catch (InvalidDestinationException | JMSSecurityException e) {
                refused.accept(request.key(), e);
                return;
            }
            producers.put(request.operation(), producer);
        }
        var message = session.createTextMessage(request.text());
        message.setJMSCorrelationID(request.key());
        message.setStringProperty("idempotencyKey", request.key());
        if (request.trace() != null) {
            message.setStringProperty(Request.TRACEPARENT, request.trace());
        }
        message.setJMSReplyTo(replies);
        producer.send(message, request.secret() ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT, Message.DEFAULT_PRIORITY, Math.max(1, left.toMillis()));
    }
}
