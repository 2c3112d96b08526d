package io.keyline.backoffice;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Who waits for which reply, by the request's key: the same for all ways to a back office. */
final class Callers {

    private static final Pattern OPERATION = Pattern.compile("[a-z0-9.-]+");

    private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Waits for the reply to this request until its deadline; what is promised is said at {@link BackOffice#call}.
     *
     * @param send sends it, and returns at once; false if too many requests wait already
     */
    CompletableFuture<Reply> call(Request request, Predicate<Request> send) {
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
        var earlier = waiting.putIfAbsent(request.key(), reply);
        if (earlier != null) {
            return earlier;
        }
        reply.orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((r, e) -> waiting.remove(request.key(), reply));
        send(request, reply, send);
        return reply;
    }

    private static void send(Request request, CompletableFuture<Reply> reply, Predicate<Request> send) {
        try {
            if (!send.test(request)) {
                throw new RejectedExecutionException("too many requests wait already");
            }
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
            throw e;
        }
    }

    /** @return false if nobody waits for it */
    boolean answer(Reply reply) {
        var caller = reply.key() == null ? null : waiting.remove(reply.key());
        return caller != null && caller.complete(reply);
    }

    /** The request could not even be sent. */
    void fail(String key, Exception cause) {
        var reply = waiting.remove(key);
        if (reply != null) {
            reply.completeExceptionally(cause);
        }
    }

    boolean wait(String key) {
        return waiting.containsKey(key);
    }

    /** Whoever waits for this key waits no longer. */
    void forget(String key) {
        var reply = waiting.remove(key);
        if (reply != null) {
            reply.cancel(false);
        }
    }

    /** Takes no more calls. */
    void close() {
        closed = true;
    }

    void forgetAll() {
        waiting.keySet().forEach(this::forget);
    }
}
