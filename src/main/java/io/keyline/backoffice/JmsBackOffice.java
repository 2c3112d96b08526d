package io.keyline.backoffice;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Request and reply with the back office over a Jakarta Messaging 3.1 broker, by the contract of docs/back-office.md. One thread
 * sends, one receives; each commits as much at once as has gathered meanwhile. No thread waits for a reply.
 */
public final class JmsBackOffice implements AutoCloseable {

    /** What the names of all queues begin with. */
    public static final String PREFIX = "keyline.";

    private static final Pattern OPERATION = Pattern.compile("[a-z0-9.-]+");
    private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

    private final ConnectionFactory broker;
    private final String prefix;
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
     * @param prefix     of all queues; {@link #PREFIX} unless several companies share a broker
     * @param late       takes each reply that no caller waits for: late, repeated, or to an earlier process. The reply is committed
     *                   after this returns; if it throws, the broker delivers it again. Runs on the thread that receives; may see a reply more than once
     * @param unreadable takes the description of each message that cannot be told to be anybody's reply, by the same rule
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, Consumer<Reply> late, Consumer<String> unreadable) {
        this(broker, prefix, 0, late, () -> true, unreadable);
    }

    /**
     * As {@link #JmsBackOffice(ConnectionFactory, String, Consumer, Consumer)}.
     *
     * @param hub  the number of this hub among those that ask: each has a queue of its own for replies, so that who waits gets them, and a
     *             fixed one, so that they outlive the process that asked
     * @param kept asked before replies are committed: whether all that their callers, who may wait no more, had to store is stored.
     *             May wait; where it says no, the broker delivers them again
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, int hub, Consumer<Reply> late, BooleanSupplier kept, Consumer<String> unreadable) {
        this.broker = broker;
        this.prefix = prefix;
        replies = new Replies(late, kept, unreadable);
        requests = new Requests(prefix, replyQueue(hub), replies::fail);
        receiver = new Link("replies", broker, replies.from(replyQueue(hub)));
        sender = new Link("requests", broker, requests);
    }

    /**
     * Sends a request. While the broker is away it waits in memory, until its deadline.
     *
     * @return the reply, completed on the thread that receives, so what follows must be short or asynchronous. Fails with
     *         {@link TimeoutException} at the deadline and with a JMSException when the broker has no queue for the operation or does
     *         not let us write to it; is cancelled by {@link #forget} and {@link #close}. A second call with a key
     *         that is still waited for gets the same future and sends nothing
     * @throws IllegalArgumentException   the operation cannot be part of a queue's name
     * @throws RejectedExecutionException too many requests wait for the broker, or this is closed
     */
    public CompletableFuture<Reply> call(Request request) {
        if (!OPERATION.matcher(request.operation()).matches()) {
            throw new IllegalArgumentException("An operation is written with a-z, 0-9, dot and hyphen, not " + request.operation());
        }
        if (closed) {
            throw new RejectedExecutionException("The back office is closed");
        }
        var left = Duration.between(Instant.now(), request.deadline());
        if (!left.isPositive()) {
            return CompletableFuture.failedFuture(new TimeoutException("The deadline of " + request.key() + " has passed"));
        }
        var reply = new CompletableFuture<Reply>();
        var earlier = replies.await(request.key(), reply);
        if (earlier != null) {
            return earlier;
        }
        reply.orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((r, e) -> replies.forget(request.key(), reply));
        send(request, reply);
        return reply;
    }

    private void send(Request request, CompletableFuture<Reply> reply) {
        try {
            if (!requests.add(request)) {
                throw new RejectedExecutionException(Requests.MOST_UNSENT + " requests wait for the broker already");
            }
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
            throw e;
        }
    }

    /** The caller waits no longer: its future is cancelled, and the reply, when it comes, is a late one. The request goes out all the same. */
    public void forget(String key) {
        replies.forget(key);
    }

    /** Whether at this moment requests can go out and replies come in. */
    public boolean connected() {
        return sender.connected() && receiver.connected();
    }

    private String replyQueue(int hub) {
        return prefix + (hub == 0 ? "replies" : "replies." + hub);
    }

    /** Receives also what was asked by other hubs, which are gone; of those that are named no more it does not receive any more. Returns at once. */
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

    /** Sends what still waits, if the broker is there, and ends. Replies that come later stay in their queue for the next process. */
    @Override
    public void close() {
        closed = true;
        requests.end();
        replies.end();
        try {
            sender.close(TO_SEND_THE_REST);
            receiver.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standInFor(Set.of());
        replies.forgetAll();
    }
}
