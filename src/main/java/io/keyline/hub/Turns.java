package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.Decided;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.Step;
import io.keyline.store.TurnSql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the turns: one customer's one after another, different customers' side by side. What a turn decides is committed with
 * that of other turns, and only then given to the outbox.
 */
public final class Turns implements AutoCloseable {

    /** A turn that has ended, on its way to the database. */
    private record Ended(Lane lane, Inbound message, Turn turn, Decided decided) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Jdbi jdbi;
    private final Ids ids;
    private final Lanes lanes;
    private final Open open;
    private final Outbox outbox;
    private final List<Interpreter> interpreters;
    /** Messages whose result came while their turn was under way. */
    private final Set<Long> again = ConcurrentHashMap.newKeySet();
    /** Messages that were left open: their turns may have steps in the journal. */
    private final Set<Long> takenUp = ConcurrentHashMap.newKeySet();
    private final CountDownLatch routes = new CountDownLatch(1);
    private final GroupCommit<Ended> commit;
    private final ExecutorService workers;
    private volatile boolean held;

    Turns(Jdbi jdbi, Ids ids, Lanes lanes, Open open, Outbox outbox, List<Interpreter> interpreters) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.lanes = lanes;
        this.open = open;
        this.outbox = outbox;
        this.interpreters = interpreters;
        this.commit = new GroupCommit<>("turn", jdbi, (handle, batch) -> {
            CrashPoint.TURN_BEFORE_COMMIT.pass();
            TurnSql.write(handle, batch.stream().map(Ended::decided).toList());
        }, new Committed());
        this.workers = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().name("turn-", 0).daemon().factory());
    }

    /** A stored message whose turn is to come; its lane was entered before it was stored. */
    void begin(Lane lane, Inbound message) {
        Runnable turn = () -> run(lane, message);
        if (lane.arrive(turn)) {
            turn.run();
        }
    }

    /**
     * Works on what the hub keeps of a customer between two of their turns, in a transaction: no turn of theirs is under way
     * meanwhile, and the next one finds the customer as this left them.
     *
     * @param patience how long the turns before are waited for
     * @throws TryLater if that takes longer; then nothing was done
     */
    public <T> T between(String customerAddress, long customerId, Duration patience, Function<Handle, T> work) throws TryLater {
        Lane lane = lanes.enter(customerAddress);
        CompletableFuture<Void> turn = new CompletableFuture<>();
        Runnable begin = () -> {
            if (!turn.complete(null)) {
                next(lane); // nobody waits for it any more
            }
        };
        if (lane.arrive(begin)) {
            begin.run();
        }
        await(turn, patience);
        try {
            Map.Entry<T, Customer> done = jdbi.inTransaction(handle -> Map.entry(work.apply(handle), RecoverySql.customer(handle, customerId)));
            lane.changed(done.getValue());
            return done.getKey();
        } finally {
            next(lane);
        }
    }

    /** Waits until the turn begins; one that has not begun by then never does. */
    private static void await(CompletableFuture<Void> turn, Duration patience) throws TryLater {
        try {
            turn.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(turn, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(turn, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it with a failure
        }
    }

    private static void giveUp(CompletableFuture<Void> turn, Exception cause) throws TryLater {
        if (turn.cancel(false)) {
            throw new TryLater("a message of this customer is being handled", cause);
        }
    }

    /** The routes are about to stop: what has no turn yet stays in the database for the next start. */
    void hold() {
        held = true;
    }

    private void run(Lane lane, Inbound message) {
        workers.execute(() -> {
            Turn turn;
            try {
                routes.await();
                if (held) {
                    return;
                }
                turn = turn(lane, message);
            } catch (RuntimeException e) {
                LOG.warn("turn of {} cannot begin, trying again: {}", Names.of(message.id()), e.getMessage());
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> run(lane, message));
                return;
            } catch (InterruptedException e) {
                return; // closing; the next hub takes it up
            }
            try {
                run(lane, message, turn);
            } catch (RuntimeException | Error e) {
                LOG.error("turn of {} could not begin", Names.of(message.id()), e);
                end(lane, message, deadTurn(lane, message, e));
            }
        });
    }

    /** The routes are started: turns may begin. Those that wait keep their order. */
    void open() {
        routes.countDown();
    }

    private Turn turn(Lane lane, Inbound message) {
        if (!takenUp.remove(message.id())) {
            return new Turn(message, lane.customer(), List.of(), ids);
        }
        List<Step> journal = jdbi.withHandle(handle -> TurnSql.journal(handle, message.id()));
        Turn turn = new Turn(message, lane.customer(), journal, ids);
        turn.overdueSince(dueAt(message.id()));
        return turn;
    }

    private Instant dueAt(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("select due_at from message where id = :id").bind("id", id)
                .mapTo(Instant.class).findOne().orElse(null));
    }

    private void run(Lane lane, Inbound message, Turn turn) {
        Optional<Handler> handler = interpret(turn);
        if (handler.isEmpty()) {
            turn.dead("no route handles it");
            end(lane, message, turn);
            return;
        }
        turn.handledBy(handler.get().name());
        handler.get().handle(turn, () -> end(lane, message, turn));
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

    private Turn deadTurn(Lane lane, Inbound message, Throwable cause) {
        Turn turn = new Turn(message, lane.customer(), List.of(), ids);
        turn.dead("failed: " + cause);
        return turn;
    }

    private void end(Lane lane, Inbound message, Turn turn) {
        List<Outbound> placed = new ArrayList<>(turn.answers().size());
        for (Outbound answer : turn.answers()) {
            placed.add(outbox.place(answer));
        }
        Decided decided = turn.decided(placed);
        lane.changed(decided.customer());
        CrashPoint.TURN_DECIDED.pass();
        commit.submit(new Ended(lane, message, turn, decided));
    }

    private final class Committed implements GroupCommit.Outcome<Ended> {

        @Override
        public void committed(List<Ended> batch) {
            CrashPoint.TURN_AFTER_COMMIT.pass();
            for (Ended ended : batch) {
                ended.decided.answers().forEach(outbox::send);
                open.remove(ended.message.id());
                next(ended.lane);
                ended.turn.committed();
                if (again.remove(ended.message.id())) {
                    workers.execute(() -> resumeIfWaiting(ended.message.id()));
                }
            }
        }

        @Override
        public boolean failed(List<Ended> batch, Exception cause) {
            if (!Database.isOfTheData(cause)) {
                return true;
            }
            for (Ended ended : batch) {
                LOG.error("what the turn of {} decided cannot be stored", Names.of(ended.message.id()), cause);
                ended.decided.answers().forEach(outbox::withdraw);
                commit.submit(new Ended(ended.lane, ended.message, ended.turn, ended.decided.dead("cannot be stored: SQLSTATE " + Database.sqlState(cause))));
            }
            return false;
        }
    }

    private void next(Lane lane) {
        Runnable next = lane.next();
        lanes.leave(lane);
        if (next != null) {
            next.run();
        }
    }

    /** Takes up a message that was left open: after a restart, or when what a parked turn waits for has come. */
    void resume(Inbound message) {
        if (!open.add(message.id())) {
            again.add(message.id());
            // its turn may have ended between these two, and looked for this in vain
            if (!open.contains(message.id()) && again.remove(message.id())) {
                workers.execute(() -> resumeIfWaiting(message.id()));
            }
            return;
        }
        Lane lane = lanes.enter(message.customerAddress());
        boolean begun = false;
        try {
            // only now that it is in hand: who had it in hand before may have closed it meanwhile
            Optional<Inbound> unanswered = jdbi.withHandle(handle -> RecoverySql.stillOpen(handle, message.id()));
            if (unanswered.isPresent()) {
                lane.know(jdbi.withHandle(handle -> RecoverySql.customer(handle, message.customerId())));
                takenUp.add(message.id());
                begin(lane, unanswered.get());
                begun = true;
            }
        } finally {
            if (!begun) {
                letGo(lane, message);
            }
        }
    }

    /** Whoever looks for open messages next may take it up. */
    private void letGo(Lane lane, Inbound message) {
        open.remove(message.id());
        lanes.leave(lane);
    }

    private void resumeIfWaiting(long id) {
        jdbi.inTransaction(handle -> RecoverySql.waiting(handle, id)).ifPresent(this::resume);
    }

    /**
     * The result of a step has come that no call in memory waits for; a parked turn goes on. It is kept also for a message whose
     * turn is only to be taken up: it was asked before the hub died.
     *
     * @return false if the message has its answer already or was given up
     */
    public boolean answered(String stepKey, String result) {
        int dash = stepKey.lastIndexOf('-');
        long id = Names.parse(stepKey.substring(0, Math.max(dash, 0)));
        int step = Integer.parseInt(stepKey.substring(dash + 1));
        Optional<Inbound> unanswered = jdbi.inTransaction(handle -> {
            Optional<Inbound> message = RecoverySql.openForUpdate(handle, id);
            // a copy of the result is not recorded, but the first may have found nobody who could take the message up
            message.ifPresent(found -> TurnSql.complete(handle, id, step, result));
            return message;
        });
        unanswered.filter(message -> "WAITING".equals(message.state())).ifPresent(this::resume);
        return unanswered.isPresent();
    }

    /** What the back office says of a message that was given up: the operator must see it, for something may have been done. */
    public void answeredTooLate(String stepKey, String outcome) {
        long id = Names.parse(stepKey.substring(0, Math.max(stepKey.lastIndexOf('-'), 0)));
        jdbi.useHandle(handle -> TurnSql.remark(handle, id, "answered too late: " + outcome));
    }

    @Override
    public void close() throws InterruptedException {
        workers.shutdown();
        commit.close();
    }
}
