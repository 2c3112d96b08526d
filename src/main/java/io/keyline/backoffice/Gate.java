package io.keyline.backoffice;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.keyline.store.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before a system that has limits. A call waits here for a place, for the circuit breaker, and to be tried again; in the order in which calls
 * came, until its deadline, and without a thread.
 */
public final class Gate {

    /** How many calls may wait; each takes about two kilobytes. */
    static final int MOST_WAITING = 10_000;
    /** Why a call was refused that the system was spared. A system may say so itself. */
    public static final String UNAVAILABLE = "unavailable";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 30_000;

    private static final class Call {
        private final long number;
        private final Request request;
        private final BackOffice system;
        private final boolean idempotent;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final long joined = System.nanoTime();
        private int attempts;
        private long underWay;
        /** How often nobody was let in before it came; if that has grown, it has waited. */
        private long refusals;
        private boolean waited;
        private volatile boolean circuit;

        Call(long number, Request request, BackOffice system, boolean idempotent) {
            this.number = number;
            this.request = request;
            this.system = system;
            this.idempotent = idempotent;
        }

        /** With what held it up, if anything did. */
        Reply told(Reply answer) {
            var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - joined - underWay);
            return attempts > 1 || waited ? answer.after(new Held(attempts, millis, circuit)) : answer;
        }
    }

    private final String name;
    private final Limits limits;
    private final CircuitBreaker breaker;
    private final PriorityQueue<Call> line = new PriorityQueue<>(Comparator.comparingLong(call -> call.number));
    /** Those that are tried again later. */
    private final Set<Call> pausing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile int underWay;
    private long number;
    private long refusals;

    /** @param name of the system or operation, for those who watch */
    Gate(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
        this.breaker = limits.breaker() == null ? null : CircuitBreaker.of(name, config(limits.breaker()));
        if (breaker != null) {
            breaker.getEventPublisher().onStateTransition(change -> changed(change.getStateTransition().getToState()));
        }
    }

    private static CircuitBreakerConfig config(Limits.Breaker breaker) {
        return CircuitBreakerConfig.custom().slidingWindowSize(breaker.of()).minimumNumberOfCalls(breaker.of())
                .failureRateThreshold(breaker.failures()).slowCallRateThreshold(breaker.failures()).slowCallDurationThreshold(breaker.slow())
                .waitDurationInOpenState(breaker.open()).automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(breaker.trial()).build();
    }

    /**
     * As {@link BackOffice#call}, as soon as there is a place.
     *
     * @param idempotent whether the system takes the same key twice without harm, so that what may have reached it may be tried again
     */
    CompletableFuture<Reply> call(Request request, BackOffice system, boolean idempotent) {
        if (isOpen() && limits.breaker().refuses()) {
            return CompletableFuture.completedFuture(new Reply(request.key(), Reply.Status.REFUSED, UNAVAILABLE, Map.of()));
        }
        var left = Duration.between(Instant.now(), request.deadline());
        var call = join(request, system, idempotent);
        call.reply.orTimeout(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        goOn();
        return call.reply;
    }

    private synchronized Call join(Request request, BackOffice system, boolean idempotent) {
        if (line.size() >= MOST_WAITING) {
            line.removeIf(call -> call.reply.isDone());
        }
        if (line.size() >= MOST_WAITING) {
            throw new RejectedExecutionException(line.size() + " calls of " + name + " wait already");
        }
        var call = new Call(number++, request, system, idempotent);
        call.circuit = isOpen();
        call.refusals = refusals;
        line.add(call);
        return call;
    }

    private synchronized void joinAgain(Call call) {
        if (pausing.remove(call)) {
            line.add(call);
        }
    }

    /** Lets in whoever may go. One thread at a time does, so that they go in their order; whoever comes meanwhile leaves it to that one. */
    private void goOn() {
        if (wanted.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = wanted.get();
            for (var call = next(); call != null; call = next()) {
                start(call);
            }
        } while (wanted.addAndGet(-seen) > 0);
    }

    private synchronized Call next() {
        while (!line.isEmpty() && line.peek().reply.isDone()) {
            line.poll();
        }
        if (line.isEmpty()) {
            return null;
        }
        if (underWay >= limits.places() || breaker != null && !breaker.tryAcquirePermission()) {
            refusals++;
            return null;
        }
        underWay++;
        var call = line.poll();
        call.waited = refusals != call.refusals;
        return call;
    }

    private synchronized void left() {
        underWay--;
    }

    private void start(Call call) {
        var began = System.nanoTime();
        call.attempts++;
        try {
            call.system.call(call.request).whenComplete((reply, failure) -> ended(call, reply, cause(failure), System.nanoTime() - began));
        } catch (RuntimeException e) {
            ended(call, null, e, System.nanoTime() - began);
        }
    }

    private void ended(Call call, Reply reply, Throwable failure, long nanos) {
        call.underWay += nanos;
        tellBreaker(reply, failure, nanos);
        left();
        if (failure instanceof TryAgainException again) {
            again(call, again);
        } else if (failure != null) {
            call.reply.completeExceptionally(failure);
        } else {
            call.reply.complete(call.told(reply));
        }
        goOn();
    }

    private void tellBreaker(Reply reply, Throwable failure, long nanos) {
        if (breaker == null) {
            return;
        }
        if (failure instanceof CancellationException || failure instanceof RejectedExecutionException) {
            breaker.releasePermission(); // it was never asked
        } else if (failure == null && (reply.status() == Reply.Status.OK || reply.status() == Reply.Status.REFUSED)) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, failure == null ? new IllegalStateException(reply.reason()) : failure);
        }
    }

    private void again(Call call, TryAgainException failed) {
        var pause = pause(call.attempts, failed.after());
        if (!failed.untouched() && !call.idempotent || Instant.now().plusMillis(pause).isAfter(call.request.deadline())) {
            call.reply.complete(call.told(failed.otherwise()));
            return;
        }
        LOG.debug("{}: {}, again in {} ms", call.request.key(), failed.getMessage(), pause);
        pausing.add(call);
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> {
            joinAgain(call);
            goOn();
        });
        if (isOpen()) {
            joinAgain(call);
        }
    }

    /** Doubled each time, and jittered, so that those who failed together do not come together; never less than the system wants. */
    private static long pause(int attempts, Duration wanted) {
        var longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(attempts - 1, 10));
        var own = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        return wanted == null ? own : wanted.toMillis() + own;
    }

    private void changed(CircuitBreaker.State state) {
        if (state == CircuitBreaker.State.OPEN) {
            pausing.forEach(this::joinAgain); // the circuit is their pause, after which nobody overtakes them
            mark();
        }
        LOG.warn("Back office, {}: the circuit is {}, {} calls wait", name, words(state), waiting());
        goOn();
    }

    private synchronized void mark() {
        line.forEach(call -> call.circuit = true);
    }

    private static String words(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> "open: it is left alone";
            case HALF_OPEN -> "half open: a few calls try whether it is back";
            default -> "closed: it is back";
        };
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Of the system or operation. */
    public String name() {
        return name;
    }

    /** Whether the system is left alone. */
    public boolean isOpen() {
        return breaker != null && breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /** How many calls wait, but for those to be tried again later. */
    public synchronized int waiting() {
        return line.size();
    }

    /** How many calls the system has at this moment. */
    public int underWay() {
        return underWay;
    }
}
