package io.keyline.backoffice;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Request and reply with the back office over a Jakarta Messaging 3.1 broker, by the contract of docs/back-office.md. One thread
 * sends, one receives; each commits as much at once as has gathered meanwhile. No thread waits for a reply.
 */
public final class JmsBackOffice implements BackOffice {

    /** What the names of all queues begin with. */
    public static final String PREFIX = "keyline.";

    private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

    private final Callers callers = new Callers();
    private final Requests requests;
    private final Replies replies;
    private final Link sender;
    private final Link receiver;

    /**
     * Starts at once, whether the broker is there or not.
     *
     * @param prefix     of all queues; {@link #PREFIX} unless several hubs share a broker. Replies come to one fixed queue, so that
     *                   they outlive the process that asked
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, Unclaimed unclaimed) {
        replies = new Replies(prefix, callers, unclaimed);
        requests = new Requests(prefix, callers::fail);
        receiver = new Link("replies", broker, replies);
        sender = new Link("requests", broker, requests);
    }

    /** While the broker is away a request waits in memory, until its deadline. A JMSException: the broker has no queue for the operation, or we may not write to it. */
    @Override
    public CompletableFuture<Reply> call(Request request) {
        return callers.call(request, requests::add);
    }

    /** The caller waits no longer: its future is cancelled, and the reply, when it comes, is a late one. The request goes out all the same. */
    public void forget(String key) {
        callers.forget(key);
    }

    @Override
    public boolean connected() {
        return sender.connected() && receiver.connected();
    }

    @Override
    public void close() {
        callers.close();
        requests.end();
        replies.end();
        try {
            sender.close(TO_SEND_THE_REST);
            receiver.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callers.forgetAll();
    }
}
