package io.keyline.backoffice;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
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

    private final Requests requests;
    private final Replies replies;
    private final Link sender;
    private final Link receiver;
    private volatile boolean closed;

    /**
     * Starts at once, whether the broker is there or not.
     *
     * @param prefix     of all queues; {@link #PREFIX} unless several hubs share a broker. Replies come to one fixed queue, so that
     *                   they outlive the process that asked
     * @param late       takes each reply that no caller waits for: late, repeated, or to an earlier process. The reply is committed
     *                   after this returns; if it throws, the broker delivers it again. Runs on the thread that receives; may see a reply more than once
     * @param unreadable takes the description of each message that cannot be told to be anybody's reply, by the same rule
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, Consumer<Reply> late, Consumer<String> unreadable) {
        this(broker, prefix, late, () -> true, unreadable);
    }

    /**
     * As {@link #JmsBackOffice(ConnectionFactory, String, Consumer, Consumer)}.
     *
     * @param kept asked before replies are committed: whether all that their callers, who may wait no more, had to store is stored.
     *             May wait; where it says no, the broker delivers them again
     */
    public JmsBackOffice(ConnectionFactory broker, String prefix, Consumer<Reply> late, BooleanSupplier kept, Consumer<String> unreadable) {
        replies = new Replies(prefix, late, kept, unreadable);
        requests = new Requests(prefix, replies::fail);
        receiver = new Link("replies", broker, replies);
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
        replies.forgetAll();
    }
}
