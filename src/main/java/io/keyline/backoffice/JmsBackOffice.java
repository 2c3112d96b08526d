package io.keyline.backoffice;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Request and reply with the back office over a Jakarta Messaging 3.1 broker, by the contract of docs/back-office.md. One thread
 * sends, one receives; each commits as much at once as has gathered meanwhile. No thread waits for a reply.
 */
public final class JmsBackOffice implements BackOffice {

    /** What the names of all queues begin with. */
    public static final String PREFIX = "keyline.";

    private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

    private final ConnectionFactory broker;
    private final String prefix;
    private final Callers callers = new Callers();
    private final Requests requests;
    private final Replies replies;
    private final Link sender;
    private final Link receiver;
    /** Where the replies to hubs that are gone are received, by their numbers. */
    private final Map<Integer, Link> standIns = new HashMap<>();
    private volatile boolean closed;

    /**
     * Starts at once, whether the broker is there or not.
     *
     * @param prefix of all queues; {@link #PREFIX} unless several companies share a broker
     * @param hub    the number of this hub among those that ask: each has a queue of its own for replies, so that who waits gets them, and a
     *               fixed one, so that they outlive the process that asked
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, int hub, Unclaimed unclaimed) {
        this.broker = broker;
        this.prefix = prefix;
        replies = new Replies(callers, unclaimed);
        requests = new Requests(prefix, replyQueue(hub), callers::fail);
        receiver = new Link("replies", broker, replies.from(replyQueue(hub)));
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

    private String replyQueue(int hub) {
        return prefix + (hub == 0 ? "replies" : "replies." + hub);
    }

    /** Receives also what was asked by other hubs, which are gone; of those that are named no more it does not receive any more. Returns at once. */
    @Override
    public void standInFor(Set<Integer> hubs) {
        Thread.startVirtualThread(() -> {
            synchronized (standIns) {
                List.copyOf(standIns.keySet()).stream().filter(hub -> closed || !hubs.contains(hub)).forEach(hub -> end(standIns.remove(hub)));
                hubs.stream().filter(hub -> !closed).forEach(hub -> standIns.computeIfAbsent(hub,
                        gone -> new Link("replies to hub " + gone, broker, replies.from(replyQueue(gone)))));
            }
        });
    }

    private static void end(Link link) {
        try {
            link.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        callers.close();
        requests.end();
        replies.end();
        try {
            sender.close(TO_SEND_THE_REST);
            receiver.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standInFor(Set.of());
        callers.forgetAll();
    }
}
