package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.RecoverySql.Unanswered;
import io.keyline.store.Step;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the turns: one customer's one after another, different customers' side by side. What a turn decides is committed with
 * that of other turns, and only then given to the outbox.
 */
public final class Turns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final int FEW = 20;

    private final Jdbi jdbi;
    private final Buckets buckets;
    private final Signals signals;
    private final Time time;
    private final Lanes lanes;
    private final TurnOrder order;
    private final Open open;
    private final Means means;
    private final List<Interpreter> interpreters;
    private final Interpreter due;
    /** Messages whose turn had begun before: it has steps in the journal. */
    private final Set<Long> begunBefore = ConcurrentHashMap.newKeySet();
    private final CountDownLatch routes = new CountDownLatch(1);
    private final Decisions decisions;
    private final ThreadPoolExecutor workers;
    private final ReentrantLock resuming = new ReentrantLock();
    private volatile boolean held;

    /**
     * @param interpreters asked in order what a message means
     * @param due          knows what is to be done for a conversation whose time has come
     */
    Turns(Jdbi jdbi, Buckets buckets, Signals signals, Ids ids, Time time, Seal seal, Channels channels, Lanes lanes, Open open, Outbox outbox,
            List<Interpreter> interpreters, Interpreter due) {
        this.jdbi = jdbi;
        this.buckets = buckets;
        this.signals = signals;
        this.time = time;
        this.lanes = lanes;
        this.order = new TurnOrder(lanes, buckets);
        this.open = open;
        this.means = new Means(seal, ids, new Conversations(jdbi), channels);
        this.interpreters = interpreters;
        this.due = due;
        this.decisions = new Decisions(jdbi, ids, time, channels.sender(), outbox, order, this);
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.workers = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("turn-", 0).daemon().factory());
    }

    /** In which order the turns run. */
    TurnOrder order() {
        return order;
    }

    /** A stored message whose turn is to come; its lane was entered before it was stored. */
    void begin(Lane lane, Inbound message) {
        begin(lane, new Occasion.Arrived(message));
    }

    private void begin(Lane lane, Occasion occasion) {
        order.begin(lane, () -> run(lane, occasion));
    }

    /**
     * Something is to be done for a conversation: its due time has come, or was set to now. What is not due does nothing, so
     * it does no harm to say it twice.
     */
    public void wake(long conversation, String customerAddress) {
        begin(lanes.enter(customerAddress), new Occasion.Due(conversation));
    }

    /** The routes are about to stop: what has no turn yet stays in the database for the next start. */
    void hold() {
        held = true;
    }

    /** The routes are started: turns may begin. Those that wait keep their order. */
    void open() {
        routes.countDown();
    }

    private void run(Lane lane, Occasion occasion) {
        workers.execute(() -> {
            try {
                routes.await();
                if (!held) {
                    attempt(lane, occasion);
                }
            } catch (InterruptedException e) {
                return; // closing; the next hub takes it up
            }
        });
    }

    private void attempt(Lane lane, Occasion occasion) {
        Attempt attempt = null;
        try {
            attempt = turn(lane, occasion).map(turn -> new Attempt(lane, occasion, turn)).orElse(null);
            if (attempt == null) {
                order.end(lane);
            } else if (lane.customer().linked() && lane.family() == null) {
                awaitFamily(lane, occasion);
            } else {
                run(attempt);
            }
        } catch (RuntimeException | Error e) {
            // what is thrown after the turn has ended is not its end
            if (attempt == null || attempt.endsNow()) {
                failed(lane, occasion, e);
            } else {
                LOG.error("{} had ended", occasion.described(), e);
            }
        }
    }

    /** A turn of a customer with several addresses waits for those at the others, and then reads what they left. */
    private void awaitFamily(Lane lane, Occasion occasion) {
        long customer = lane.customer().id();
        order.goOnAmongFamily(lane, () -> workers.execute(() -> readAndRun(lane, occasion, customer)));
    }

    /** A turn could not be decided. Whatever it is, the customer's next message must not wait for ever. */
    private void failed(Lane lane, Occasion occasion, Throwable cause) {
        if (Database.mayWorkLater(cause)) {
            LOG.debug("{} cannot begin, trying again", occasion.described(), cause); // the watch over what is open says it once for all
            later(() -> run(lane, occasion));
            return;
        }
        LOG.error("{} could not begin", occasion.described(), cause);
        try {
            deadTurn(lane, occasion, cause).ifPresentOrElse(turn -> end(new Attempt(lane, occasion, turn)), () -> order.end(lane));
        } catch (RuntimeException e) {
            if (Database.mayWorkLater(e)) {
                later(() -> failed(lane, occasion, cause));
            } else {
                order.end(lane); // a row that cannot be read: what came due in vain is due again after its lease
            }
        }
    }

    static void later(Runnable action) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(action);
    }

    /** Empty if there is nothing to do after all. */
    private Optional<Turn> turn(Lane lane, Occasion occasion) {
        return switch (occasion) {
            case Occasion.Arrived arrived -> {
                if (!isHere(lane, arrived.message().customerId())) {
                    elsewhere(arrived.message());
                    yield Optional.empty();
                }
                yield Optional.of(Turn.of(arrived.message(), lane.customer(), journal(arrived.message()), means, time.instant()));
            }
            case Occasion.Due due -> means.conversations().find(due.conversation()).filter(this::isDue)
                    .filter(conversation -> isHere(lane, conversation.customerId()) || othersAreTold())
                    .map(conversation -> Turn.of(conversation, lane.customer(), means, time.instant()));
        };
    }

    /** The steps that were taken before the hub died, or before somebody else changed the conversation. */
    private List<Step> journal(Inbound message) {
        return begunBefore.contains(message.id()) ? means.conversations().journal(message.id()) : List.of();
    }

    /** Whether it is this hub that acts for the customer of this lane; from then on that does not change until the turn's end. */
    private boolean isHere(Lane lane, long customer) {
        if (lane.customer() == null) {
            lane.know(jdbi.withHandle(handle -> RecoverySql.customer(handle, customer)));
        }
        if (lane.enters(buckets)) {
            return true;
        }
        lane.forget();
        return false;
    }

    private boolean othersAreTold() {
        signals.due();
        return false;
    }

    /** A message is another hub's to handle: it is out of hand, and the other one is told. */
    void elsewhere(Inbound message) {
        begunBefore.remove(message.id());
        open.remove(message.id());
        signals.wrote(message.customerId());
    }

    private boolean isDue(Conversation conversation) {
        return !conversation.state().isFinal() && conversation.dueAt() != null && !conversation.dueAt().isAfter(time.instant());
    }

    private void run(Attempt attempt) {
        Turn turn = attempt.turn();
        Optional<Handler> handler = turn.message() == null ? due.interpret(turn) : interpret(turn);
        if (handler.isEmpty()) {
            turn.dead("no route handles it");
            end(attempt);
            return;
        }
        turn.handledBy(handler.get().name());
        handler.get().handle(turn, () -> end(attempt));
    }

    private Optional<Handler> interpret(Turn turn) {
        for (Interpreter interpreter : interpreters) {
            Optional<Handler> handler = interpreter.interpret(turn);
            if (handler.isPresent()) {
                return handler;
            }
        }
        return Optional.empty();
    }

    /** Empty if there is nothing to do after all. */
    private Optional<Turn> deadTurn(Lane lane, Occasion occasion, Throwable cause) {
        Optional<Turn> dead = occasion instanceof Occasion.Arrived arrived
                ? Optional.of(Turn.of(arrived.message(), lane.customer(), List.of(), means, time.instant()))
                : turn(lane, occasion);
        dead.ifPresent(turn -> {
            turn.dead("failed: " + cause);
            turn.handOver(Turn.FAILED, "failed: " + cause);
        });
        return dead;
    }

    private void end(Attempt attempt) {
        if (!attempt.endsNow()) {
            LOG.error("{} ended twice", attempt.occasion().described(), new IllegalStateException());
            return;
        }
        try {
            attempt.turn().ending();
        } catch (RuntimeException | Error e) {
            failed(attempt.lane(), attempt.occasion(), e);
            return;
        }
        decisions.store(attempt);
    }

    /** What the turn of this message decided is stored. */
    void handled(Inbound message) {
        begunBefore.remove(message.id());
        open.remove(message.id());
    }

    /** Somebody else, an employee for example, has changed the conversation since the turn read it. */
    void runAgain(Attempt outdated) {
        Inbound message = outdated.turn().message();
        if (message != null) {
            begunBefore.add(message.id());
        }
        workers.execute(() -> readAndRun(outdated.lane(), outdated.occasion(), outdated.decided().customer().id()));
    }

    private void readAndRun(Lane lane, Occasion occasion, long customer) {
        try {
            lane.changed(jdbi.withHandle(handle -> RecoverySql.customer(handle, customer)));
        } catch (RuntimeException e) {
            LOG.warn("{} cannot run again yet: {}", occasion.described(), e.getMessage());
            later(() -> readAndRun(lane, occasion, customer));
            return;
        }
        run(lane, occasion);
    }

    /**
     * Takes up messages that nobody has in hand, in their order: what was left open, or has arrived at another hub. When it returns, each
     * of them has its place in line, whoever took it up: a later one may begin.
     */
    void resume(Collection<Inbound> messages) {
        resuming.lock();
        try {
            takeUp(messages.stream().filter(message -> open.add(message.id(), message.customerId())).toList());
        } finally {
            resuming.unlock();
        }
    }

    /** Messages that are in hand and have no turn yet. */
    void takeUp(List<Inbound> taken) {
        Map<Long, Lane> entered = new LinkedHashMap<>();
        taken.forEach(message -> entered.put(message.id(), lanes.enter(message.customerAddress())));
        try {
            // only now that they are in hand: who had one in hand before may have closed it meanwhile
            List<Unanswered> unanswered = taken.isEmpty() ? List.of() : jdbi.withHandle(handle -> RecoverySql.stillOpen(handle, entered.keySet()));
            for (Unanswered one : unanswered) {
                Lane lane = entered.remove(one.message().id());
                lane.know(one.customer());
                if (one.begun()) {
                    begunBefore.add(one.message().id());
                }
                begin(lane, one.message());
            }
        } finally {
            entered.forEach((id, lane) -> { // whoever looks for open messages next may take them up
                open.remove(id);
                lanes.leave(lane);
            });
        }
    }

    /** Whether so many turns wait to begin or to be committed that what is not urgent stays in the database: who writes now waits behind them. */
    boolean areBusy() {
        return workers.getQueue().size() + decisions.waiting() > FEW;
    }

    /** How many turns are under way or in line. */
    int inHand() {
        return lanes.users();
    }

    /** How many customers have a turn under way. */
    int customersInHand() {
        return lanes.size();
    }

    @Override
    public void close() throws InterruptedException {
        workers.shutdown();
        decisions.close();
    }
}
