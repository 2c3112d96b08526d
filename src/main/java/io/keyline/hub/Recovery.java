package io.keyline.hub;

import io.keyline.hub.InFlight.Trace;
import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Database;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private final Database database;
    private final Jdbi jdbi;
    private final int hub;
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
    private long rounds;

    Recovery(Database database, int hub, Open open, Turns turns, Outbox outbox, Reassembly reassembly, InFlight inFlight, Time time) {
        this.time = time;
        this.database = database;
        this.jdbi = database.jdbi();
        this.hub = hub;
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
        takeUpOutbound();
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new)).join();
        inFlight.startAnew();
        takeUpInbound();
        jdbi.useTransaction(handle -> ConversationSql.releaseClaims(handle, hub, time.instant()));
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
            if (database.renewLock()) {
                asked = true;
            }
            if (asked) {
                asked = false;
                takeUpInbound();
            }
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
        } catch (Database.LockLostException e) {
            // it takes up our messages now; whatever we did further would be done twice
            LOG.error("another hub has taken over this database while it was out of reach: this one ends at once", e);
            Runtime.getRuntime().halt(1);
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

    private void takeUpInbound() {
        List<Inbound> left = jdbi.withHandle(handle -> RecoverySql.openInbound(handle, RecoverySql.lowWater(handle, hub)));
        List<Inbound> mine = left.stream().filter(message -> !open.contains(message.id())).toList();
        if (!mine.isEmpty()) {
            LOG.info("taking up {} messages of customers that were left open", mine.size());
            mine.forEach(turns::resume);
        }
    }

    private void takeUpOutbound() {
        long from = jdbi.withHandle(handle -> RecoverySql.lowWater(handle, hub));
        while (true) {
            long mark = from;
            List<Outbound> page = jdbi.withHandle(handle -> RecoverySql.openOutbound(handle, mark, PAGE));
            page.stream().filter(message -> open.add(message.id())).forEach(this::takeUp);
            if (page.size() < PAGE) {
                return;
            }
            from = page.getLast().id() + 1;
        }
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
        SentPart part = new SentPart(message.id(), trace.number(), trace.total(), trace.reference(), trace.connection(), trace.providerId());
        boolean complete = trace.number() == trace.total();
        change(new Sending(message.id(), complete ? "SENT" : null, null, message.attempts() + 1, null, List.of(part)), () -> {
            if (complete) {
                outbox.finished(message.id());
            } else {
                outbox.send(message.withState("QUEUED").withAttempts(message.attempts() + 1));
            }
        });
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
        List<Outbound> due = jdbi.withHandle(handle -> RecoverySql.waitingOutbound(handle, now));
        Set<Long> free = takeBack(due.stream().filter(message -> !"UNCERTAIN".equals(message.state())).map(Outbound::id).toList());
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
     * @return those that nobody had in hand
     */
    synchronized Set<Long> takeBack(Collection<Long> ids) {
        Set<Long> free = ids.stream().filter(open::add).collect(Collectors.toSet());
        if (!free.isEmpty()) {
            try {
                jdbi.useHandle(handle -> RecoverySql.lowerLowWater(handle, hub, Collections.min(free)));
            } catch (RuntimeException e) {
                free.forEach(open::remove);
                throw e;
            }
        }
        return free;
    }

    /** Takes up a page of the reminders, deadlines and results whose time has come. Returns how many. */
    int takeUpDueConversations() {
        if (turns.inHand() >= MOST_DUE_IN_HAND || outbox.waiting() >= MOST_UNSENT) {
            return 0;
        }
        Instant now = time.instant();
        List<Conversation> page = jdbi.inTransaction(handle -> ConversationSql.claimDue(handle, hub, now, now.plus(LEASE), DUE_PAGE));
        CrashPoint.DUE_CLAIMED.passIf(!page.isEmpty());
        page.stream().sorted(Comparator.comparing(Conversation::dueAt)).forEach(due -> turns.wake(due.id(), due.customerAddress()));
        moreDue = page.size() == DUE_PAGE;
        return page.size();
    }

    private synchronized void moveLowWater() {
        long mark = open.lowest(Ids.floor(Instant.now().minus(SLACK)));
        jdbi.useHandle(handle -> RecoverySql.setLowWater(handle, hub, mark));
    }

    @Override
    public void close() throws InterruptedException {
        watch.shutdown();
        watch.awaitTermination(5, TimeUnit.SECONDS);
    }
}
