package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
import io.keyline.store.Decided;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.Step;
import io.keyline.store.TurnSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private static final class Ended {
        private final Lane lane;
        private final Occasion occasion;
        private final Turn turn;
        private final Decided decided;
        /** What it decided on has changed meanwhile; it must run again. */
        private boolean outdated;

        Ended(Lane lane, Occasion occasion, Turn turn, Decided decided) {
            this.lane = lane;
            this.occasion = occasion;
            this.turn = turn;
            this.decided = decided;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final int FEW = 20;

    private final Jdbi jdbi;
    private final Ids ids;
    private final Time time;
    private final Seal seal;
    private final Lanes lanes;
    private final Open open;
    private final Outbox outbox;
    private final Conversations conversations;
    private final List<Interpreter> interpreters;
    private final Interpreter due;
    /** Messages that were left open: their turns may have steps in the journal. */
    private final Set<Long> takenUp = ConcurrentHashMap.newKeySet();
    private final CountDownLatch routes = new CountDownLatch(1);
    private final GroupCommit<Ended> commit;
    private final ThreadPoolExecutor workers;
    private volatile boolean held;

    /**
     * @param interpreters asked in order what a message means
     * @param due          knows what is to be done for a conversation whose time has come
     */
    Turns(Jdbi jdbi, Ids ids, Time time, Seal seal, Lanes lanes, Open open, Outbox outbox, List<Interpreter> interpreters,
            Interpreter due) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.time = time;
        this.seal = seal;
        this.lanes = lanes;
        this.open = open;
        this.outbox = outbox;
        this.conversations = new Conversations(jdbi);
        this.interpreters = interpreters;
        this.due = due;
        this.commit = new GroupCommit<>("turn", jdbi, (handle, batch) -> {
            CrashPoint.TURN_BEFORE_COMMIT.pass();
            Set<Decided> outdated = TurnSql.write(handle, batch.stream().map(ended -> ended.decided).toList());
            batch.forEach(ended -> ended.outdated = outdated.contains(ended.decided));
        }, new Committed());
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.workers = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("turn-", 0).daemon().factory());
    }

    /** A stored message whose turn is to come; its lane was entered before it was stored. */
    void begin(Lane lane, Inbound message) {
        begin(lane, new Occasion.Arrived(message));
    }

    private void begin(Lane lane, Occasion occasion) {
        if (lane.arrive(occasion)) {
            run(lane, occasion);
        }
    }

    /**
     * Something is to be done for a conversation: its due time has come, or was set to now. What is not due does nothing, so
     * it does no harm to say it twice.
     */
    public void wake(long conversation, String customerAddress) {
        begin(lanes.enter(customerAddress), new Occasion.Due(conversation, customerAddress));
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
            Optional<Turn> turn;
            try {
                routes.await();
                if (held) {
                    return;
                }
                turn = turn(lane, occasion);
            } catch (RuntimeException e) {
                LOG.warn("{} cannot begin, trying again: {}", described(occasion), e.getMessage());
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> run(lane, occasion));
                return;
            } catch (InterruptedException e) {
                return; // closing; the next hub takes it up
            }
            if (turn.isEmpty()) {
                next(lane);
                return;
            }
            try {
                run(lane, occasion, turn.get());
            } catch (RuntimeException | Error e) {
                LOG.error("{} could not begin", described(occasion), e);
                end(lane, occasion, deadTurn(lane, occasion, e));
            }
        });
    }

    private static String described(Occasion occasion) {
        return switch (occasion) {
            case Occasion.Arrived arrived -> "the turn of " + Names.of(arrived.message().id());
            case Occasion.Due due -> "the turn of conversation " + Names.of(due.conversation());
        };
    }

    /** Empty if there is nothing to do after all. */
    private Optional<Turn> turn(Lane lane, Occasion occasion) {
        return switch (occasion) {
            case Occasion.Arrived arrived -> {
                long id = arrived.message().id();
                List<Step> journal = takenUp.remove(id) ? conversations.journal(id) : List.of();
                yield Optional.of(new Turn(arrived.message(), seal.open(arrived.message().text()), lane.customer(), journal, ids,
                        conversations, time.instant()));
            }
            case Occasion.Due due -> conversations.find(due.conversation()).filter(this::isDue).map(conversation -> {
                lane.know(jdbi.withHandle(handle -> RecoverySql.customer(handle, conversation.customerId())));
                Turn turn = new Turn(null, "", lane.customer(), List.of(), ids, conversations, time.instant());
                turn.goOn(conversation, List.of(), Stimulus.NOTHING); // the interpreter tells why, and reads the journal
                return turn;
            });
        };
    }

    private boolean isDue(Conversation conversation) {
        return !conversation.state().isFinal() && conversation.dueAt() != null && !conversation.dueAt().isAfter(time.instant());
    }

    private void run(Lane lane, Occasion occasion, Turn turn) {
        Optional<Handler> handler = occasion instanceof Occasion.Due ? due.interpret(turn) : interpret(turn);
        if (handler.isEmpty()) {
            turn.dead("no route handles it");
            end(lane, occasion, turn);
            return;
        }
        turn.handledBy(handler.get().name());
        handler.get().handle(turn, () -> end(lane, occasion, turn));
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

    private Turn deadTurn(Lane lane, Occasion occasion, Throwable cause) {
        Turn turn = occasion instanceof Occasion.Arrived arrived
                ? new Turn(arrived.message(), "", lane.customer(), List.of(), ids, conversations, time.instant())
                : turn(lane, occasion).orElseThrow();
        turn.dead("failed: " + cause);
        turn.handOver(Turn.FAILED, "failed: " + cause);
        return turn;
    }

    private void end(Lane lane, Occasion occasion, Turn turn) {
        turn.ending();
        List<Outbound> placed = new ArrayList<>(turn.answers().size());
        for (Outbound answer : turn.answers()) {
            placed.add(outbox.place(answer));
        }
        Decided decided = turn.decided(placed);
        lane.changed(decided.customer());
        CrashPoint.TURN_DECIDED.pass();
        commit.submit(new Ended(lane, occasion, turn, decided));
    }

    private final class Committed implements GroupCommit.Outcome<Ended> {

        @Override
        public void committed(List<Ended> batch) {
            CrashPoint.TURN_AFTER_COMMIT.pass();
            for (Ended ended : batch) {
                if (ended.outdated) {
                    runAgain(ended);
                    continue;
                }
                ended.decided.answers().forEach(outbox::send);
                if (ended.occasion instanceof Occasion.Arrived arrived) {
                    open.remove(arrived.message().id());
                }
                next(ended.lane);
                ended.turn.committed();
                ended.decided.begun().forEach(begun -> wake(begun.id(), begun.customerAddress()));
            }
        }

        @Override
        public boolean failed(List<Ended> batch, Exception cause) {
            if (!Database.isOfTheData(cause)) {
                return true;
            }
            for (Ended ended : batch) {
                LOG.error("what {} decided cannot be stored", described(ended.occasion), cause);
                ended.decided.answers().forEach(outbox::withdraw);
                commit.submit(new Ended(ended.lane, ended.occasion, ended.turn,
                        ended.decided.dead("cannot be stored: SQLSTATE " + Database.sqlState(cause))));
            }
            return false;
        }
    }

    /** Somebody else, an employee for example, has changed the conversation since the turn read it. */
    private void runAgain(Ended ended) {
        ended.decided.answers().forEach(outbox::withdraw);
        long customer = ended.decided.customer().id();
        workers.execute(() -> {
            ended.lane.changed(jdbi.withHandle(handle -> RecoverySql.customer(handle, customer)));
            if (ended.occasion instanceof Occasion.Arrived arrived) {
                takenUp.add(arrived.message().id());
            }
            run(ended.lane, ended.occasion);
        });
    }

    private void next(Lane lane) {
        Occasion next = lane.next();
        lanes.leave(lane);
        if (next != null) {
            run(lane, next);
        }
    }

    /** Takes up a message that was left open. */
    void resume(Inbound message) {
        if (!open.add(message.id())) {
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

    /**
     * The result of a step has come that no call in memory waits for; a conversation that waits for it goes on. It is kept also
     * for a message whose turn is only to be taken up: it was asked before the hub died.
     *
     * @return false if nobody waits for it: it came twice, or the step was given up
     */
    public boolean answered(String stepKey, String result) {
        int dash = stepKey.lastIndexOf('-');
        long id = Names.parse(stepKey.substring(0, Math.max(dash, 0)));
        int step = Integer.parseInt(stepKey.substring(dash + 1));
        Optional<String> address = jdbi.inTransaction(handle -> kept(handle, id, step, result));
        address.filter(known -> !known.isEmpty()).ifPresent(known -> wake(id, known));
        return address.isPresent();
    }

    /** Keeps the result if somebody waits for it: gives the address of a customer whose conversation goes on, or an empty one. */
    private Optional<String> kept(Handle handle, long id, int step, String result) {
        Optional<Conversation> conversation = ConversationSql.findForUpdate(handle, id);
        if (conversation.isEmpty()) {
            Optional<Inbound> message = RecoverySql.openForUpdate(handle, id);
            message.ifPresent(open -> ConversationSql.complete(handle, id, step, result));
            return message.map(open -> "");
        }
        if (conversation.get().state().isFinal() || !ConversationSql.complete(handle, id, step, result)) {
            return Optional.empty();
        }
        if (conversation.get().state() != Conversation.State.CALLING) {
            return Optional.of("");
        }
        ConversationSql.wake(handle, id, time.instant());
        return conversation.map(Conversation::customerAddress);
    }

    /** What the back office says of a message that was given up: the operator must see it, for something may have been done. */
    public void answeredTooLate(String stepKey, String outcome) {
        long id = Names.parse(stepKey.substring(0, Math.max(stepKey.lastIndexOf('-'), 0)));
        jdbi.useHandle(handle -> TurnSql.remark(handle, id, "answered too late: " + outcome));
    }

    /** Whether so many turns wait to begin or to be committed that what is not urgent stays in the database: who writes now waits behind them. */
    boolean areBusy() {
        return workers.getQueue().size() + commit.waiting() > FEW;
    }

    /** How many turns are under way or in line. */
    int inHand() {
        return lanes.users();
    }

    @Override
    public void close() throws InterruptedException {
        workers.shutdown();
        commit.close();
    }
}
