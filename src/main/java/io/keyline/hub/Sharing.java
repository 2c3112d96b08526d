package io.keyline.hub;

import io.keyline.store.HubSql;
import io.keyline.store.HubSql.Bucket;
import io.keyline.store.HubSql.Peer;
import io.keyline.store.Life;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the customers among the hubs that live, so that each bucket has one owner at a time. Who has too few asks; the owner begins
 * nothing new there, puts what waits back into the database, lets end what is under way, and gives it; the new owner takes up what is open.
 * What a dead hub had goes to whoever buries it.
 */
final class Sharing implements AutoCloseable {

    /** Why a message is uncertain that a hub was sending when its life ended; by this it finds them again. */
    static final String REASON = "hub %s ended while it was being sent";
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final int SOON_MILLIS = 10;

    private final Jdbi jdbi;
    private final Membership membership;
    private final Buckets buckets;
    private final Open open;
    private final Outbox outbox;
    private final Signals signals;
    private final Recovery recovery;
    private final Summons summons;
    private final Set<String> shown;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sharing").daemon().factory());
    /** What is about to be given, with the mark from which its next owner looks. */
    private final Map<Integer, Long> leaving = new HashMap<>();
    private final Set<Integer> toTakeUp = new TreeSet<>();
    private final List<Runnable> heirs = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger buried = new AtomicInteger();
    /** One hub acts for all, and the others stand by. */
    private volatile boolean exclusive;
    private volatile boolean draining;
    private volatile boolean drained;

    /** @param shown channels on which nothing is sent */
    Sharing(Jdbi jdbi, Membership membership, Buckets buckets, Open open, Outbox outbox, Signals signals, Recovery recovery, Summons summons,
            Set<String> shown) {
        this.jdbi = jdbi;
        this.membership = membership;
        this.buckets = buckets;
        this.open = open;
        this.outbox = outbox;
        this.signals = signals;
        this.recovery = recovery;
        this.summons = summons;
        this.shown = shown;
    }

    /** What is this hub's from the start: all that it had when it ended, and all that is nobody's. */
    void load() {
        if (membership.isAlone()) {
            buckets.come(IntStream.range(0, Buckets.NUMBER).boxed().toList());
            return;
        }
        buckets.come(jdbi.inTransaction(handle -> {
            HubSql.lock(handle);
            HubSql.takeVacant(handle, membership.number());
            return HubSql.buckets(handle);
        }).stream().filter(this::isOurs).map(Bucket::number).toList());
        followed(jdbi.withHandle(HubSql::peers));
    }

    private boolean isOurs(Bucket bucket) {
        return Objects.equals(bucket.owner(), membership.number());
    }

    /** What was this hub's from the start is in hand. */
    void start() {
        if (!membership.isAlone()) {
            List<Integer> mine = buckets.mine();
            jdbi.useHandle(handle -> HubSql.clearMarks(handle, membership.number(), mine));
            membership.follow(peers -> {
                followed(peers);
                soon(0);
            });
        }
    }

    private void followed(List<Peer> peers) {
        buckets.shared(peers.size() > 1);
    }

    /** Is run when this hub has taken over what another one had. */
    void inherits(Runnable heir) {
        heirs.add(heir);
    }

    /** From now on one hub acts for all customers, and the others stand by. */
    void exclusive() {
        exclusive = true;
    }

    /**
     * Whether this hub acts for customers, not only between two of their turns. Where all do, one whose database is away does, too: it tells
     * providers to try again. The one that acts alone stands back, for another one may have taken over.
     */
    boolean isAtWork() {
        return !exclusive || membership.isHeld() && buckets.mine().size() > Buckets.NUMBER / 2;
    }

    int given() {
        return given.get();
    }

    int buried() {
        return buried.get();
    }

    /** Something has changed: it is looked at at once. */
    void soon(int millis) {
        if (!rounds.isShutdown()) {
            rounds.schedule(this::round, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        try {
            List<Peer> peers = membership.peers();
            if (membership.isSteady()) {
                peers.stream().filter(peer -> !peer.living()).forEach(this::bury);
            }
            if (buckets.areAllMine() && !buckets.isShared() && toTakeUp.isEmpty() && !draining) {
                return; // alone, as mostly
            }
            List<Bucket> all = read();
            takeOver(all);
            beginToGive(all, peers);
            give(peers);
            if (!draining) {
                ask(all, peers);
            }
        } catch (RuntimeException e) {
            LOG.warn("buckets cannot change hands now: {}", e.getMessage());
        } catch (Error e) {
            LOG.error("the sharing of customers met an error of ours, and goes on", e);
        }
    }

    private List<Bucket> read() {
        List<Bucket> all = jdbi.withHandle(HubSql::buckets);
        if (draining || all.stream().allMatch(bucket -> bucket.owner() != null)) {
            return all;
        }
        jdbi.useTransaction(handle -> HubSql.takeVacant(handle, membership.number()));
        return jdbi.withHandle(HubSql::buckets);
    }

    /** A hub whose lease is over can do no more once its connections are ended. */
    private void bury(Peer dead) {
        Life life = new Life(dead.number(), dead.epoch());
        boolean ended = jdbi.inTransaction(handle -> HubSql.end(handle, life));
        Life last = ended ? life : new Life(life.number(), life.epoch() - 1); // somebody who did not come to its end had begun
        membership.endEarlierLives(last.number(), last.epoch() + 1);
        int uncertain = jdbi.inTransaction(handle -> HubSql.inherit(handle, membership.number(), last.number(), REASON.formatted(last), shown));
        LOG.warn("hub {} did not renew its lease: this one takes over. {} messages that it was sending may be out: UNCERTAIN", last, uncertain);
        recovery.inherited();
        buried.incrementAndGet();
        heirs.forEach(Runnable::run);
    }

    private void takeOver(List<Bucket> all) {
        List<Integer> come = all.stream().filter(bucket -> isOurs(bucket) && !buckets.isHeld(bucket.number())).map(Bucket::number).toList();
        if (!come.isEmpty()) {
            toTakeUp.addAll(come);
            buckets.come(come);
        }
        if (!toTakeUp.isEmpty()) {
            recovery.takeUp(Set.copyOf(toTakeUp)); // if that fails it is tried again
            toTakeUp.clear();
        }
    }

    private void beginToGive(List<Bucket> all, List<Peer> peers) {
        Set<Integer> others = others(peers).stream().map(Peer::number).collect(Collectors.toSet());
        List<Integer> wanted = all.stream().filter(bucket -> isOurs(bucket) && buckets.isMine(bucket.number()))
                .filter(bucket -> draining || others.contains(bucket.wantedBy())).map(Bucket::number).toList();
        if (!wanted.isEmpty()) {
            long mark = jdbi.withHandle(handle -> HubSql.mark(handle, membership.number())); // before what waits is out of hand
            wanted.forEach(bucket -> leaving.put(bucket, mark));
            buckets.leaving(wanted);
        }
    }

    /** Gives what is at rest. */
    private void give(List<Peer> peers) {
        if (leaving.isEmpty()) {
            drained = draining;
            return;
        }
        outbox.giveBack(Set.copyOf(leaving.keySet()));
        Set<Integer> ready = leaving.keySet().stream().filter(bucket -> buckets.isAtRest(Set.of(bucket))).collect(Collectors.toSet());
        ready.removeAll(open.inHand());
        if (!ready.isEmpty()) {
            List<Peer> others = others(peers);
            jdbi.useTransaction(handle -> give(handle, ready, others));
            buckets.gone(ready);
            leaving.keySet().removeAll(ready);
            given.addAndGet(ready.size());
            signals.buckets();
        }
        soon(SOON_MILLIS);
    }

    private void give(Handle handle, Set<Integer> ready, List<Peer> others) {
        Map<Integer, List<Integer>> byHeir = ready.stream().collect(Collectors.groupingBy(bucket -> others.isEmpty() ? -1
                : others.get(bucket % others.size()).number()));
        byHeir.forEach((heir, some) -> HubSql.give(handle, membership.number(), some, heir < 0 ? null : heir,
                some.stream().mapToLong(leaving::get).min().orElseThrow()));
    }

    private List<Peer> others(List<Peer> peers) {
        return peers.stream().filter(peer -> peer.number() != membership.number() && peer.living() && !peer.draining())
                .limit(exclusive && draining ? 1 : peers.size()).toList();
    }

    /** Each hub that stays has its share; who has less asks those who have more. */
    private void ask(List<Bucket> all, List<Peer> peers) {
        int share = exclusive ? (isAtWork() ? Buckets.NUMBER : 0) : Buckets.NUMBER / (others(peers).size() + 1);
        summons.want(FairShare.wanted(all, membership.number(), share, exclusive ? 0 : share));
    }

    /** Gives all away, to the hubs that stay; where there is none, to the next one that starts. Returns whether that was done in time. */
    boolean drain(Duration patience) {
        if (membership.isAlone()) {
            return true;
        }
        draining = true;
        jdbi.useHandle(handle -> HubSql.drain(handle, membership.life()));
        long until = System.nanoTime() + patience.toNanos();
        soon(0);
        while (!drained && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SOON_MILLIS));
        }
        return drained;
    }

    @Override
    public void close() throws InterruptedException {
        rounds.shutdownNow();
        rounds.awaitTermination(5, TimeUnit.SECONDS);
    }
}
