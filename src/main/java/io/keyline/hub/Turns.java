package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.Decided;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.LinkSql;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import io.keyline.store.RecoverySql.Unanswered;
import io.keyline.store.Step;
import io.keyline.store.TurnSql;
import io.keyline.store.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        /** The transaction that wrote it last, of which nobody may know whether it was committed; 0 for none. */
        private long writtenIn;
        /** What it decided could not be stored, and this is what is left of it. */
        private boolean isDead;

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
    private final Buckets buckets;
    private final Signals signals;
    private final Ids ids;
    private final Time time;
    private final Channels channels;
    private final Seal seal;
    private final Lanes lanes;
    /** A second line for customers with several addresses, by the customer. */
    private final Lanes families = new Lanes();
    private final Open open;
    private final Outbox outbox;
    private final Conversations conversations;
    private final List<Interpreter> interpreters;
    private final Interpreter due;
    /** Messages whose turn had begun before: it has steps in the journal. */
    private final Set<Long> begunBefore = ConcurrentHashMap.newKeySet();
    private final CountDownLatch routes = new CountDownLatch(1);
    private final GroupCommit<Ended> commit;
    private final ThreadPoolExecutor workers;
    private final ReentrantLock resuming = new ReentrantLock();
    private volatile boolean held;
    private Sharing sharing;

    /**
     * @param interpreters asked in order what a message means
     * @param due          knows what is to be done for a conversation whose time has come
     */
    Turns(Jdbi jdbi, Buckets buckets, Signals signals, Ids ids, Time time, Seal seal, Channels channels, Lanes lanes, Open open, Outbox outbox, List<Interpreter> interpreters,
            Interpreter due) {
        this.channels = channels;
        this.jdbi = jdbi;
        this.buckets = buckets;
        this.signals = signals;
        this.ids = ids;
        this.time = time;
        this.seal = seal;
        this.lanes = lanes;
        this.open = open;
        this.outbox = outbox;
        this.conversations = new Conversations(jdbi);
        this.interpreters = interpreters;
        this.due = due;
        this.commit = new GroupCommit<>("turn", jdbi, Turns::write, new Committed());
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.workers = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("turn-", 0).daemon().factory());
    }

    private static void write(Handle handle, List<Ended> batch) {
        CrashPoint.TURN_BEFORE_COMMIT.pass();
        TurnSql.Written written = TurnSql.write(handle, batch.stream().map(ended -> ended.decided).toList(), batch.getFirst().writtenIn);
        if (written.isEarlier()) {
            return; // only the acknowledgement of the commit was lost
        }
        for (Ended ended : batch) {
            ended.outdated = written.outdated().contains(ended.decided);
            ended.writtenIn = written.transaction();
        }
    }

    /** How customers who are another hub's are brought here. */
    void sharing(Sharing among) {
        sharing = among;
    }

    /** A stored message whose turn is to come; its lane was entered before it was stored. */
    void begin(Lane lane, Inbound message) {
        begin(lane, new Occasion.Arrived(message));
    }

    private void begin(Lane lane, Occasion occasion) {
        Runnable turn = () -> run(lane, occasion);
        if (lane.arrive(turn)) {
            turn.run();
        }
    }

    /** As {@link #between(Set, Duration, Function)}, for a customer with this address. */
    public <T> T between(String customerAddress, Duration patience, Function<Handle, T> work) throws TryLater {
        return between(Set.of(customerAddress), patience, work);
    }

    /**
     * Works on what the hub keeps of customers between two of their turns, in a transaction: no turn of theirs is under way
     * meanwhile, and the next one finds the customers as this left them.
     *
     * @param addresses all of which are held meanwhile
     * @param patience  how long the turns before are waited for, at each address
     * @throws TryLater if that takes longer; then nothing was done
     */
    public <T> T between(Set<String> addresses, Duration patience, Function<Handle, T> work) throws TryLater {
        SortedSet<String> inOrder = new TreeSet<>(addresses); // two who want the same hold them in the same order
        Set<Integer> here = buckets(inOrder);
        List<Lane> held = new ArrayList<>();
        sharing.hold(here, patience);
        try {
            for (String address : inOrder) {
                held.add(hold(lanes, address, patience));
            }
            if (!here.containsAll(buckets(inOrder))) {
                throw new TryLater("an address has changed hands meanwhile", null);
            }
            holdFamilies(held, inOrder, patience);
            Map.Entry<T, Map<String, Customer>> done = jdbi.inTransaction(
                    handle -> Map.entry(work.apply(handle), LinkSql.customers(handle, inOrder)));
            held.stream().filter(lane -> done.getValue().containsKey(lane.address()))
                    .forEach(lane -> lane.changed(done.getValue().get(lane.address())));
            return done.getKey();
        } finally {
            held.forEach(this::next);
            sharing.release(here);
        }
    }

    private Set<Integer> buckets(SortedSet<String> addresses) {
        return jdbi.withHandle(handle -> LinkSql.customers(handle, addresses)).values().stream().map(customer -> Buckets.of(customer.id()))
                .collect(Collectors.toSet());
    }

    /** Whoever has several addresses has turns at others of them, too. */
    private void holdFamilies(List<Lane> held, SortedSet<String> addresses, Duration patience) throws TryLater {
        Map<String, Customer> customers = jdbi.withHandle(handle -> LinkSql.customers(handle, addresses));
        SortedSet<Long> entered = new TreeSet<>();
        for (Lane lane : held) {
            Customer customer = customers.get(lane.address());
            if (customer != null && customer.linked() && entered.add(customer.id())) {
                lane.joins(hold(families, family(customer), patience));
            }
        }
    }

    private static String family(Customer customer) {
        return Names.of(customer.id());
    }

    private Lane hold(Lanes among, String key, Duration patience) throws TryLater {
        Lane lane = among.enter(key);
        CompletableFuture<Void> turn = new CompletableFuture<>();
        Runnable begin = () -> {
            if (!turn.complete(null)) {
                release(among, lane); // nobody waits for it any more
            }
        };
        if (lane.arrive(begin)) {
            begin.run();
        }
        await(turn, patience);
        return lane;
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
            Optional<Turn> turn = Optional.empty();
            try {
                routes.await();
                if (held) {
                    return;
                }
                turn = turn(lane, occasion);
                if (turn.isEmpty()) {
                    next(lane);
                    return;
                }
                if (lane.customer().linked() && lane.family() == null) {
                    standInLine(lane, occasion);
                    return;
                }
                run(lane, occasion, turn.get());
            } catch (InterruptedException e) {
                return; // closing; the next hub takes it up
            } catch (RuntimeException | Error e) {
                // what is thrown after the turn has ended is not its end
                if (turn.isEmpty() || turn.get().endsNow()) {
                    failed(lane, occasion, e);
                } else {
                    LOG.error("{} had ended", described(occasion), e);
                }
            }
        });
    }

    /** A turn of a customer with several addresses waits for those at the others, and then reads what they left. */
    private void standInLine(Lane lane, Occasion occasion) {
        long customer = lane.customer().id();
        Lane family = families.enter(family(lane.customer()));
        lane.joins(family);
        Runnable begin = () -> workers.execute(() -> readAndRun(lane, occasion, customer));
        if (family.arrive(begin)) {
            begin.run();
        }
    }

    /** A turn could not be decided. Whatever it is, the customer's next message must not wait for ever. */
    private void failed(Lane lane, Occasion occasion, Throwable cause) {
        if (Database.mayWorkLater(cause)) {
            LOG.debug("{} cannot begin, trying again", described(occasion), cause); // the watch over what is open says it once for all
            later(() -> run(lane, occasion));
            return;
        }
        LOG.error("{} could not begin", described(occasion), cause);
        try {
            deadTurn(lane, occasion, cause).ifPresentOrElse(turn -> end(lane, occasion, turn), () -> next(lane));
        } catch (RuntimeException e) {
            if (Database.mayWorkLater(e)) {
                later(() -> failed(lane, occasion, cause));
            } else {
                next(lane); // a row that cannot be read: what came due in vain is due again after its lease
            }
        }
    }

    static void later(Runnable action) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(action);
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
                if (!isHere(lane, arrived.message().customerId())) {
                    elsewhere(arrived.message());
                    yield Optional.empty();
                }
                long id = arrived.message().id();
                List<Step> journal = begunBefore.contains(id) ? conversations.journal(id) : List.of();
                yield Optional.of(new Turn(arrived.message(), seal, lane.customer(), journal, ids, conversations, channels, time.instant()));
            }
            case Occasion.Due due -> conversations.find(due.conversation()).filter(this::isDue)
                    .filter(conversation -> isHere(lane, conversation.customerId()) || othersAreTold()).map(conversation -> {
                Turn turn = new Turn(null, seal, lane.customer(), List.of(), ids, conversations, channels, time.instant());
                turn.goOn(conversation, List.of(), Stimulus.NOTHING); // the interpreter tells why, and reads the journal
                return turn;
            });
        };
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

    /** Empty if there is nothing to do after all. */
    private Optional<Turn> deadTurn(Lane lane, Occasion occasion, Throwable cause) {
        Optional<Turn> dead = occasion instanceof Occasion.Arrived arrived
                ? Optional.of(new Turn(arrived.message(), seal, lane.customer(), List.of(), ids, conversations, channels, time.instant()))
                : turn(lane, occasion);
        dead.ifPresent(turn -> {
            turn.dead("failed: " + cause);
            turn.handOver(Turn.FAILED, "failed: " + cause);
        });
        return dead;
    }

    private void end(Lane lane, Occasion occasion, Turn turn) {
        if (!turn.endsNow()) {
            LOG.error("{} ended twice", described(occasion), new IllegalStateException());
            return;
        }
        try {
            turn.ending();
        } catch (RuntimeException | Error e) {
            failed(lane, occasion, e);
            return;
        }
        List<Outbound> placed = new ArrayList<>(turn.answers().size());
        for (Outbound answer : turn.answers()) {
            placed.add(outbox.place(answer));
        }
        writeWhatIsTooLongToHear(placed);
        Decided decided = turn.decided(placed);
        lane.changed(decided.customer());
        CrashPoint.TURN_DECIDED.pass();
        commit.submit(new Ended(lane, occasion, turn, decided));
    }

    /** Who hears the beginning of a long text gets the whole by SMS, decided with it. */
    private void writeWhatIsTooLongToHear(List<Outbound> placed) {
        List<Outbound> heard = placed.stream().filter(answer -> answer.channel().equals(Spoken.CHANNEL)).toList();
        if (Spoken.isTooLong(heard.stream().map(Outbound::text).toList())) {
            heard.forEach(answer -> placed.add(outbox.place(answer.written(ids.next(), Channels.SMS, channels.sender()))));
        }
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
                outbox.counts().decided(ended.decided, ended.turn.channel(), ended.turn.nanos());
                if (ended.turn.limited() != null) {
                    outbox.counts().limited(ended.turn.limited());
                }
                if (ended.occasion instanceof Occasion.Arrived arrived) {
                    begunBefore.remove(arrived.message().id());
                    open.remove(arrived.message().id()); // before its answers go: who asks again meanwhile reads them (Live)
                }
                outbox.send(ended.occasion instanceof Occasion.Arrived arrived ? arrived.message().id() : 0, ended.decided.answers());
                try {
                    ended.turn.committed();
                    ended.decided.begun().forEach(begun -> wake(begun.id(), begun.customerAddress()));
                } catch (RuntimeException e) {
                    LOG.error("what follows from {} met an error of ours", described(ended.occasion), e);
                }
                next(ended.lane); // last, so that who looks whether something is in hand never misses what this turn led to
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
                commit.submit(dead(ended, "cannot be stored: SQLSTATE " + Database.sqlState(cause)));
            }
            return false;
        }

        private Ended dead(Ended ended, String why) {
            Decided decided = ended.decided;
            boolean known = decided.conversations().stream().anyMatch(one -> one.id() == decided.conversation() && one.version() > 1);
            WorkItem item = new WorkItem(ids.next(), Turn.FAILED, why, decided.customer().id(), known ? decided.conversation() : 0,
                    decided.message() == null ? 0 : decided.message().id(), time.instant());
            Ended dead = new Ended(ended.lane, ended.occasion, ended.turn, decided.dead(why, item, !ended.isDead));
            dead.isDead = true;
            return dead;
        }
    }

    /** Somebody else, an employee for example, has changed the conversation since the turn read it. */
    private void runAgain(Ended ended) {
        ended.decided.answers().forEach(outbox::withdraw);
        if (ended.occasion instanceof Occasion.Arrived arrived) {
            begunBefore.add(arrived.message().id());
        }
        workers.execute(() -> readAndRun(ended.lane, ended.occasion, ended.decided.customer().id()));
    }

    private void readAndRun(Lane lane, Occasion occasion, long customer) {
        try {
            lane.changed(jdbi.withHandle(handle -> RecoverySql.customer(handle, customer)));
        } catch (RuntimeException e) {
            LOG.warn("{} cannot run again yet: {}", described(occasion), e.getMessage());
            later(() -> readAndRun(lane, occasion, customer));
            return;
        }
        run(lane, occasion);
    }

    private void next(Lane lane) {
        lane.leaves(buckets);
        Lane family = lane.leavesFamily();
        if (family != null) {
            release(families, family);
        }
        release(lanes, lane);
    }

    private static void release(Lanes among, Lane lane) {
        Runnable next = lane.next();
        among.leave(lane);
        if (next != null) {
            next.run();
        }
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
        return workers.getQueue().size() + commit.waiting() > FEW;
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
        commit.close();
    }
}
