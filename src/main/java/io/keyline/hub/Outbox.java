package io.keyline.hub;

import io.keyline.store.GoneSql;
import io.keyline.store.GroupCommit;
import io.keyline.store.LiveSql;
import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import io.keyline.store.ReceiptsSql;
import io.keyline.store.ReceiptsSql.Settled;
import io.keyline.store.Sending;
import io.keyline.store.TurnSql;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The messages on their way out. A message that finds a free place in its channel's window is stored as SENDING at once and
 * goes as soon as that is committed; otherwise it is QUEUED, and claimed when its time comes.
 */
public final class Outbox implements AutoCloseable {

    /** A change to be stored, and whom to tell. */
    record Change(Sending sending, Runnable stored) {
    }

    /** What another hub is to show to who waits there goes another way after this. */
    private static final int SHOWN_WITHIN_SECONDS = 3;

    private final Jdbi jdbi;
    private final Buckets buckets;
    private final LongConsumer told;
    private final BooleanSupplier lease;
    private final Open open;
    private final InFlight inFlight;
    private final Live live;
    private final Channels channels;
    private final Time time;
    private final Seal seal;
    private final Counts counts;
    private final Delays delays = new Delays();
    private final Map<String, Ways> waysOut = new ConcurrentHashMap<>();
    private final ExecutorService senders = senders();
    private final GroupCommit<Change> commit;
    /** How many receipts wait for the response to their submit. */
    private final AtomicLong orphans = new AtomicLong();
    /** The parts whose receipts the batch found; only the thread that commits touches it. */
    private List<Settled> settled = List.of();
    /** What came of its refusals. */
    private List<GoneSql.Counted> refused = List.of();

    /**
     * @param told  takes the customers to whom another hub sends what is stored
     * @param lease whether no other hub can have taken over
     */
    Outbox(Jdbi jdbi, Buckets buckets, LongConsumer told, BooleanSupplier lease, Open open, InFlight inFlight, Live live, Channels channels, Time time, Counts counts, Seal seal) {
        this.buckets = buckets;
        this.told = told;
        this.lease = lease;
        this.seal = seal;
        this.counts = counts;
        this.live = live;
        this.channels = channels;
        this.time = time;
        this.jdbi = jdbi;
        this.open = open;
        this.inFlight = inFlight;
        this.commit = new GroupCommit<>("sent", jdbi, (handle, batch) -> {
            CrashPoint.SEND_BEFORE_COMMIT.pass();
            List<Sending> changes = batch.stream().map(Change::sending).toList();
            settled = OutboxSql.write(handle, changes, orphans.get() > 0);
            refused = GoneSql.refused(handle, OutboxSql.unknownAddresses(changes), channels.gone());
        }, GroupCommit.untilCommitted(batch -> {
            settled.forEach(counts::settled);
            refused.forEach(counts::addressRefused);
            batch.forEach(change -> change.stored.run());
        }));
    }

    /** Decides how a new message begins, before it is stored: with a place in the window, or in the queue. */
    Outbound place(Outbound answer) {
        open.add(answer.id(), answer.customerId());
        if (!isHere(answer)) {
            return answer;
        }
        if (channels.isLive(answer.channel()) && live.isAwaited(answer.answers())) {
            return answer.withState("SENDING");
        }
        Outbound message = reachable(answer);
        return message.isReply() && ways(message.channel()).reserve(message)
                ? message.withState("SENDING") : message;
    }

    /** Where nobody waits, nothing can be shown: it goes by SMS. */
    private Outbound reachable(Outbound message) {
        return channels.isLive(message.channel()) ? message.on(Channels.SMS, channels.sender()) : message;
    }

    /** The answers to a message are stored: they go now, or when they get their place. */
    void send(long answered, List<Outbound> answers) {
        List<Outbound> shown = answers.stream().filter(answer -> channels.isLive(answer.channel())).toList();
        if (shown.isEmpty() && !live.isAwaited(answered)) {
            answers.forEach(this::send);
            return;
        }
        if (live.isAnsweredElsewhere(answered, shown)) {
            answers.stream().filter(answer -> !shown.contains(answer)).forEach(this::send);
            CompletableFuture.delayedExecutor(SHOWN_WITHIN_SECONDS, TimeUnit.SECONDS).execute(() -> shown.forEach(this::send));
            return;
        }
        boolean taken = live.answered(answered, shown, !answers.isEmpty());
        answers.stream().filter(answer -> !shown.contains(answer)).forEach(this::send);
        for (Outbound answer : shown) {
            if (taken) {
                counts.left(answer, "SENT");
                change(new Sending(answer.id(), "SENT", null, 1, null, List.of()), () -> finished(answer.id()));
            } else {
                send(answer);
            }
        }
    }

    /** Whether a route carries it; else it is shown to who waits, and by SMS when nobody does any more. */
    boolean isCarried(Outbound message) {
        return !channels.isLive(message.channel());
    }

    private void redirect(Outbound message) {
        Outbound written = reachable(message).withState("QUEUED");
        CompletableFuture.supplyAsync(() -> jdbi.inTransaction(handle -> LiveSql.redirect(handle, written)), Thread::startVirtualThread)
                .whenComplete((redirected, failure) -> {
                    if (failure == null && redirected) {
                        send(written);
                    } else if (failure == null) {
                        finished(message.id()); // it was shown at another hub
                    } else {
                        Turns.later(() -> redirect(message));
                    }
                });
    }

    /** It is another hub's to send, which is told. */
    void elsewhere(Outbound message) {
        open.remove(message.id());
        told.accept(message.customerId());
    }

    /** Whether it is this hub that sends to the customer. To be asked when the message is in hand: from then on that does not change. */
    private boolean isHere(Outbound message) {
        return buckets.isHeld(Buckets.of(message.customerId()));
    }

    /** A message is stored: it goes now if it has its place, and otherwise when it gets one. */
    void send(Outbound message) {
        if (!isHere(message)) {
            elsewhere(message);
            return;
        }
        if (channels.isLive(message.channel())) {
            redirect(message);
            return;
        }
        Ways ways = ways(message.channel());
        if ("SENDING".equals(message.state())) {
            ways.depart(message);
        } else {
            ways.queue(message);
        }
    }

    /** A message that was placed will not be stored. */
    void withdraw(Outbound message) {
        if ("SENDING".equals(message.state()) && !channels.isLive(message.channel())) {
            ways(message.channel()).withdraw(message);
        }
        open.remove(message.id());
    }

    /**
     * Stores messages that nobody asked for, such as notices, and queues them, or lets them wait where they are due later. They go out
     * only if consent allows it when their turn comes.
     */
    public void submit(List<Outbound> messages) {
        submit(messages, handle -> { });
    }

    /** As {@link #submit(List)}, with what else is to be stored in the same transaction; if that throws, nothing is stored. */
    public void submit(List<Outbound> messages, Consumer<Handle> alsoInTheTransaction) {
        messages.forEach(message -> open.add(message.id(), message.customerId()));
        AtomicBoolean written = new AtomicBoolean();
        try {
            jdbi.useTransaction(handle -> {
                alsoInTheTransaction.accept(handle);
                TurnSql.insert(handle, messages);
                written.set(true);
            });
        } catch (RuntimeException e) {
            if (!written.get()) {
                messages.forEach(this::withdraw);
            } // else the commit may be done although its answer is lost: they stay in hand, and the next start looks for them
            throw e;
        }
        for (Outbound message : messages) {
            if (message.dueAt() == null) {
                send(message);
            } else {
                finished(message.id()); // it waits in the database for its time
            }
        }
    }

    /** A route is about to start that carries what this way claims; until then that waits for it. */
    public void announce(WayOut way) {
        ways(way.channel()).announce(way);
    }

    /**
     * A route carries what this way claims.
     *
     * @throws IllegalStateException if another route that runs claims the same
     */
    public void open(WayOut way, Carrier carrier) {
        ways(way.channel()).open(way, carrier);
    }

    /** A route carries all that goes out on the channel. */
    public void open(String channel, Carrier carrier, int window, double rate) {
        open(WayOut.only(channel, window, rate), carrier);
    }

    /**
     * The route stops; returns when nothing of it is under way, or after the given time. What waits for it goes no other way until
     * {@link #keepWays}.
     */
    public void close(String channel, Carrier carrier, long millis) throws InterruptedException {
        ways(channel).close(carrier, millis);
    }

    /** The ways of routes that have stopped and are not among these are over: what waits there goes by others. */
    public void keepWays(Set<String> routes) {
        waysOut.values().forEach(ways -> ways.keep(routes));
    }

    /** How it goes on each way out. The way of what no route takes is not open. */
    public List<Traffic> traffic() {
        return waysOut.values().stream().flatMap(ways -> ways.traffic().stream()).toList();
    }

    private Ways ways(String channel) {
        return waysOut.computeIfAbsent(channel, name -> new Ways(name, this));
    }

    /** Puts what is not under way to customers in these buckets back into the database, for another hub. */
    void giveBack(Set<Integer> leaving) {
        for (Ways ways : waysOut.values()) {
            List<Outbound> out = ways.takeOut(message -> leaving.contains(Buckets.of(message.customerId())));
            try {
                if (!out.isEmpty()) {
                    jdbi.useTransaction(handle -> OutboxSql.giveBack(handle, out.stream().map(Outbound::id).toList()));
                }
                out.forEach(message -> open.remove(message.id()));
            } catch (RuntimeException e) {
                out.stream().sorted(Comparator.comparing(Outbound::id)).forEach(ways::queue);
                throw e;
            }
        }
    }

    /** What no route takes waits for one, but not beyond its time. */
    void expire() {
        waysOut.values().forEach(ways -> ways.takeOutExpired(time.instant()).forEach(this::expired));
    }

    private void expired(Outbound message) {
        counts.left(message, "EXPIRED");
        change(new Sending(message.id(), "EXPIRED", "not sent in time", message.attempts(), null, List.of(),
                delays.ended(message.id(), Instant.now())), () -> finished(message.id()));
    }

    /** A message waits in the database as long as an earlier one to the same customer does. */
    void waitBehind(Outbound message, Instant until) {
        change(new Sending(message.id(), "QUEUED", "an earlier message to the customer waits for its next try", message.attempts(),
                inItsTime(message, until), List.of()), () -> finished(message.id()));
    }

    /** Then, or at its end if that is earlier. */
    static Instant inItsTime(Outbound message, Instant then) {
        return message.expiresAt() != null && message.expiresAt().isBefore(then) ? message.expiresAt() : then;
    }

    /** These wait in the database for their next try. */
    void putOffBefore(List<Outbound> messages) {
        messages.forEach(message -> ways(message.channel()).putOff(message, message.dueAt()));
    }

    /** Each message under way waits for the provider's answer; only from JDK 24 on virtual threads can do that in any library. */
    private static ExecutorService senders() {
        return Runtime.version().feature() >= 24 ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newCachedThreadPool(Thread.ofPlatform().name("send-", 0).daemon().factory());
    }

    Executor sender() {
        return senders;
    }

    /** Whether what is sent now is not another hub's yet. */
    boolean mayAct() {
        return lease.getAsBoolean();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Time time() {
        return time;
    }

    /** What goes out, in clear. Only a code is stored sealed; what else looks so was written by somebody. */
    String words(Outbound message) {
        return Outbound.CODE.equals(message.category()) ? seal.open(message.text()) : message.text();
    }

    /** How long a message of its kind is worth sending. */
    Duration lifetime(Outbound message) {
        return channels.lifetimes().of(message.category());
    }

    Counts counts() {
        return counts;
    }

    Delays delays() {
        return delays;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** Stores what became of a message. */
    void change(Sending sending, Runnable stored) {
        commit.submit(new Change(sending, stored));
    }

    /** Stores a part before the next one goes. */
    void changeNow(Sending sending) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        change(sending, () -> stored.complete(null));
        stored.join();
    }

    /** The message is in a final state, or waits in the database for a time. */
    void finished(long messageId) {
        open.remove(messageId);
    }

    /** Receipts came for parts that nobody knows yet. */
    void orphaned(int receipts) {
        orphans.addAndGet(receipts);
        counts.unmatched(receipts);
    }

    /** Receipts of this age at most that were stored just when the response to their submit was: each did not see the other. */
    void adoptOrphans(Duration age) {
        if (orphans.get() > 0) {
            jdbi.inTransaction(handle -> ReceiptsSql.adoptOrphans(handle, Instant.now().minus(age))).forEach(counts::settled);
        }
    }

    void countOrphans() {
        orphans.set(jdbi.withHandle(ReceiptsSql::orphans));
    }

    /** How many messages wait for a place, over all channels. */
    public int waiting() {
        return waysOut.values().stream().mapToInt(Ways::waiting).sum();
    }

    @Override
    public void close() throws InterruptedException {
        waysOut.values().forEach(Ways::end);
        senders.shutdown();
        commit.close();
    }
}
