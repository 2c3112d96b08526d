package io.keyline.hub;

import io.keyline.hub.InFlight.Trace;
import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
import io.keyline.store.HubSql;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.OutboxSql;
import io.keyline.store.RecoverySql;
import io.keyline.store.Sending;
import io.keyline.store.SentPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what was left open: once at the start, again after the database was away, and each second what has come due. It
 * also moves the low-water mark.
 */
final class Recovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int PAGE = 5_000;
    /** An id may be made this long before it is known to be in hand. */
    private static final Duration SLACK = Duration.ofMinutes(2);
    /** What a hub has claimed and not done by then, another one may. */
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int DUE_PAGE = 100;
    private static final int MOST_DUE_IN_HAND = 5_000;
    /** With more than this waiting for a provider, reminders wait in the database: in memory they would crowd out what arrives. */
    private static final int MOST_UNSENT = 50_000;
    private static final int BETWEEN_ROUNDS_MILLIS = 20;
    /** How long it may take at most, mostly, from the making of an id to its commit. */
    private static final Duration LATEST = Duration.ofSeconds(10);
    /** In every so many rounds it is looked for what other hubs stored and no signal told of: that reads all that has come since. */
    private static final int SWEPT = 10;
    /** And in every so many all is looked at that may be open. */
    private static final int ALL_SWEPT = 60;

    private final Database database;
    private final Jdbi jdbi;
    private final Membership membership;
    private final Buckets buckets;
    private final Open open;
    private final Turns turns;
    private final Outbox outbox;
    private final Reassembly reassembly;
    private final InFlight inFlight;
    private final Time time;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recovery").daemon().factory());
    /** What the hub before this one had on the wire, on its way into the database. */
    private final List<CompletableFuture<Void>> settled = new ArrayList<>();
    private volatile boolean asked;
    /** The last page of what is due was full. */
    private volatile boolean moreDue;
    private boolean takenUp;
    private volatile boolean inherited;
    private long sweptUntil;
    private long rounds;
    /** All below this id is finished, or waits for a time. */
    private volatile long lowWater;

    Recovery(Database database, Membership membership, Buckets buckets, Open open, Turns turns, Outbox outbox, Reassembly reassembly, InFlight inFlight, Time time) {
        this.time = time;
        this.database = database;
        this.jdbi = database.jdbi();
        this.membership = membership;
        this.buckets = buckets;
        this.open = open;
        this.turns = turns;
        this.outbox = outbox;
        this.reassembly = reassembly;
        this.inFlight = inFlight;
    }

    void takeUp() {
        takenUp = true;
        outbox.countOrphans();
        outbox.adoptOrphans(Duration.ofDays(1));
        lowWater = mark();
        List<Integer> mine = buckets.mine();
        takeUpOutbound(mine, this::takeUp);
        correct();
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new)).join();
        inFlight.startAnew(membership.life().toString());
        takeUpInbound(mine, lowWater);
        jdbi.useTransaction(handle -> {
            ConversationSql.releaseClaims(handle, mine, time.instant());
            ConversationSql.callAgain(handle, mine, time.instant());
        });
    }

    private long mark() {
        return jdbi.withHandle(handle -> HubSql.mark(handle, membership.number()));
    }

    /** Takes up what is open of customers who are this hub's from now on; whoever had them has nothing of it in hand any more. */
    void takeUp(Set<Integer> came) {
        long mark = mark();
        takeUpInbound(came, mark);
        takeUpOutbound(came, this::takeUpQueued);
        jdbi.useTransaction(handle -> {
            ConversationSql.releaseClaims(handle, came, time.instant());
            if (inherited) {
                ConversationSql.callAgain(handle, came, time.instant());
            }
        });
        inherited = false;
        moreDue = true;
        moveLowWater(); // to what is in hand now, before the mark that says so is gone
        jdbi.useHandle(handle -> HubSql.clearMarks(handle, membership.number(), came));
    }

    /** What comes next is of a hub that died. */
    void inherited() {
        inherited = true;
    }

    /** Takes up what these customers wrote to another hub. */
    void takeUpOf(Set<Long> customers) {
        List<Long> mine = mine(customers);
        if (!mine.isEmpty()) {
            turns.resume(jdbi.withHandle(handle -> RecoverySql.openInboundOf(handle, lowWater, mine)));
        }
    }

    /** Takes up what another hub has for these customers. */
    void takeUpTo(Set<Long> customers) {
        List<Long> mine = mine(customers);
        if (!mine.isEmpty()) {
            takeUpQueued(jdbi.withHandle(handle -> RecoverySql.queuedOutboundOf(handle, lowWater, mine)));
        }
    }

    private List<Long> mine(Set<Long> customers) {
        return customers.stream().filter(customer -> buckets.isMine(Buckets.of(customer))).toList();
    }

    /** There may be something due. */
    void lookForDue() {
        moreDue = true;
    }

    long lowWater() {
        return lowWater;
    }

    boolean hasTakenUp() {
        return takenUp;
    }

    void start() {
        watch.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
        watch.scheduleWithFixedDelay(this::betweenRounds, BETWEEN_ROUNDS_MILLIS, BETWEEN_ROUNDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something may be stored that nobody has in hand: to be looked for as soon as the database answers. */
    void askedFor() {
        asked = true;
    }

    private void round() {
        try {
            sweep();
            takeUpDue();
            takeUpDueConversations();
            reassembly.giveUp(jdbi, turns);
            outbox.adoptOrphans(Duration.ofMinutes(1));
            if (rounds % 60 == 0) {
                outbox.countOrphans();
            }
            moveLowWater();
            if (++rounds % 3600 == 0) {
                database.ensurePartitions(Instant.now());
                jdbi.useTransaction(RecoverySql::tidy);
            }
        } catch (RuntimeException e) {
            LOG.warn("the database does not answer: {}", e.getMessage());
            asked = true;
        } catch (Error e) {
            LOG.error("the watch over what is open met an error of ours, and goes on", e);
        }
    }

    /** A page of what is due comes with each round; more as fast as turns become free, so that customers who write now hardly wait. */
    private void betweenRounds() {
        if (!moreDue || turns.areBusy()) {
            return;
        }
        try {
            takeUpDueConversations();
        } catch (RuntimeException e) {
            moreDue = false; // the next round tries again, and says what it is
        }
    }

    /** Finds what is stored and in nobody's hand; where there are other hubs, also what arrived there and no signal told of. */
    private void sweep() {
        if (!asked && (!buckets.isShared() || rounds % SWEPT != 0)) {
            return;
        }
        boolean all = asked || rounds % ALL_SWEPT == 0;
        asked = false;
        long begun = Ids.floor(Instant.now().minus(LATEST));
        long from = all ? lowWater : Math.max(lowWater, sweptUntil);
        List<Integer> mine = buckets.mine();
        takeUpInbound(mine, from);
        if (buckets.isShared()) {
            takeUpQueued(jdbi.withHandle(handle -> RecoverySql.openOutbound(handle, from, mine, PAGE)));
        }
        sweptUntil = begun;
    }

    private void takeUpInbound(Collection<Integer> of, long from) {
        List<Inbound> left = jdbi.withHandle(handle -> RecoverySql.openInbound(handle, from, of));
        List<Inbound> mine = left.stream().filter(message -> !open.contains(message.id())).toList();
        if (!mine.isEmpty()) {
            LOG.info("taking up {} messages of customers that were left open", mine.size());
            turns.resume(mine);
        }
    }

    private void takeUpOutbound(Collection<Integer> of, Consumer<List<Outbound>> how) {
        long from = mark();
        while (true) {
            long mark = from;
            List<Outbound> page = jdbi.withHandle(handle -> RecoverySql.openOutbound(handle, mark, of, PAGE));
            how.accept(page);
            if (page.size() < PAGE) {
                return;
            }
            from = page.getLast().id() + 1;
        }
    }

    /** Takes up what another hub left in the queue, or put there for this one. What is under way is somebody's. */
    private void takeUpQueued(List<Outbound> page) {
        List<Outbound> taken = page.stream().filter(message -> isLeft(message) && open.add(message.id(), message.customerId())).toList();
        Map<Long, Outbound> unsent = new LinkedHashMap<>();
        taken.forEach(message -> unsent.put(message.id(), message));
        try {
            // only now that they are in hand: who had one in hand before may have sent it meanwhile
            Set<Long> still = taken.isEmpty() ? Set.of() : jdbi.withHandle(handle -> RecoverySql.stillOpenOutbound(handle, unsent.keySet()));
            taken.stream().filter(message -> still.contains(message.id())).forEach(message -> {
                unsent.remove(message.id());
                outbox.send(message.withState("QUEUED"));
            });
        } finally {
            unsent.keySet().forEach(open::remove);
        }
    }

    /** What was to be shown to somebody who waited at a hub that died is shown nowhere else, and goes another way. */
    private boolean isLeft(Outbound message) {
        return "QUEUED".equals(message.state()) || !outbox.isCarried(message) && inherited;
    }

    /** What an earlier life of this hub was sending when others buried it: now it can tell what was on the wire and what was not. */
    private void correct() {
        if (inFlight.life().isEmpty()) {
            return;
        }
        List<Outbound> buried = jdbi.withHandle(handle -> RecoverySql.uncertain(handle, Sharing.REASON.formatted(inFlight.life())));
        for (Outbound message : buried) {
            Trace trace = inFlight.found(message.id());
            if (trace == null) {
                change(new Sending(message.id(), "QUEUED", null, message.attempts(), null, List.of()), () -> outbox.elsewhere(message));
            } else if (trace.isAccepted()) {
                boolean complete = trace.number() == trace.total();
                change(new Sending(message.id(), complete ? "SENT" : "QUEUED", null, message.attempts() + 1, null, List.of(part(message, trace))),
                        () -> outbox.elsewhere(message));
            }
        }
    }

    private void takeUp(List<Outbound> page) {
        page.stream().filter(message -> open.add(message.id(), message.customerId())).forEach(this::takeUp);
    }

    private void takeUp(Outbound message) {
        Trace trace = inFlight.found(message.id());
        boolean mayBeOut = "SENDING".equals(message.state()) && (trace != null || !inFlight.isTrusted() && outbox.isCarried(message));
        if (mayBeOut) {
            settle(message, trace);
        } else {
            outbox.send(message.withState("QUEUED").withAttempts(message.attempts() + 1));
        }
    }

    /** The hub died with this message on the wire. */
    private void settle(Outbound message, Trace trace) {
        if (trace == null || !trace.isAccepted()) {
            uncertain(message);
            return;
        }
        SentPart part = part(message, trace);
        boolean complete = trace.number() == trace.total();
        change(new Sending(message.id(), complete ? "SENT" : null, null, message.attempts() + 1, null, List.of(part)), () -> {
            if (complete) {
                outbox.finished(message.id());
            } else {
                outbox.send(message.withState("QUEUED").withAttempts(message.attempts() + 1));
            }
        });
    }

    private static SentPart part(Outbound message, Trace trace) {
        return new SentPart(message.id(), trace.number(), trace.total(), trace.reference(), trace.connection(), trace.providerId());
    }

    private void change(Sending change, Runnable stored) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        settled.add(done);
        outbox.change(change, () -> {
            stored.run();
            done.complete(null);
        });
    }

    private void uncertain(Outbound message) {
        LOG.warn("message {} was on the wire when the hub died and may be out: UNCERTAIN, not sent again", Names.of(message.id()));
        outbox.counts().left(message, "UNCERTAIN");
        change(new Sending(message.id(), "UNCERTAIN", "the hub died while it was being sent", message.attempts() + 1,
                Instant.now().plus(Departure.HOLD), List.of()), () -> outbox.finished(message.id()));
    }

    private void takeUpDue() {
        Instant now = Instant.now();
        List<Integer> mine = buckets.mine();
        List<Outbound> due = jdbi.withHandle(handle -> RecoverySql.waitingOutbound(handle, now, mine));
        Set<Long> free = takeBack(due.stream().filter(message -> !"UNCERTAIN".equals(message.state()))
                .collect(Collectors.toMap(Outbound::id, Outbound::customerId)));
        for (Outbound message : due) {
            if ("UNCERTAIN".equals(message.state())) {
                LOG.warn("message {} stays uncertain: no receipt came", Names.of(message.id()));
                jdbi.useHandle(handle -> OutboxSql.expireUncertain(handle, message.id()));
            } else if (free.contains(message.id())) {
                outbox.send(message.withState("QUEUED"));
            }
        }
    }

    /**
     * Takes in hand what may be older than the low-water mark, which is lowered before anything becomes of it: a restart must find it.
     *
     * @param messages each with its customer
     * @return those that nobody had in hand
     */
    synchronized Set<Long> takeBack(Map<Long, Long> messages) {
        Set<Long> free = messages.keySet().stream().filter(id -> open.add(id, messages.get(id))).collect(Collectors.toSet());
        if (!free.isEmpty()) {
            long lowest = Collections.min(free);
            try {
                jdbi.useHandle(handle -> RecoverySql.lowerLowWater(handle, membership.number(), lowest));
            } catch (RuntimeException e) {
                free.forEach(open::remove);
                throw e;
            }
            lowWater = Math.min(lowWater, lowest);
        }
        return free;
    }

    /** Takes up a page of the reminders, deadlines and results whose time has come. Returns how many. */
    int takeUpDueConversations() {
        if (turns.inHand() >= MOST_DUE_IN_HAND || outbox.waiting() >= MOST_UNSENT) {
            return 0;
        }
        Instant now = time.instant();
        List<Integer> mine = buckets.areAllMine() ? null : buckets.mine();
        List<Conversation> page = jdbi.inTransaction(handle -> ConversationSql.claimDue(handle, membership.number(), now, now.plus(LEASE), mine, DUE_PAGE));
        CrashPoint.DUE_CLAIMED.passIf(!page.isEmpty());
        page.stream().sorted(Comparator.comparing(Conversation::dueAt)).forEach(due -> turns.wake(due.id(), due.customerAddress()));
        moreDue = page.size() == DUE_PAGE;
        return page.size();
    }

    private synchronized void moveLowWater() {
        long mark = open.lowest(Ids.floor(Instant.now().minus(SLACK)));
        jdbi.useHandle(handle -> {
            if (membership.isAlone()) {
                RecoverySql.setLowWater(handle, membership.number(), mark);
            } else {
                HubSql.setLowWater(handle, membership.life(), mark);
            }
        });
        lowWater = mark;
    }

    @Override
    public void close() throws InterruptedException {
        watch.shutdown();
        watch.awaitTermination(5, TimeUnit.SECONDS);
    }
}
