package io.keyline.hub;

import io.keyline.store.ConversationSql;
import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.IntakeSql;
import io.keyline.store.RecoverySql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The heart, put together: what arrives goes to {@link #intake()}, is handled in {@link #turns()}, and what is to be said
 * leaves through {@link #outbox()}.
 */
public final class Hub implements AutoCloseable {

    /**
     * What the heart needs to be told.
     *
     * @param membership       of this hub among those that share a database
     * @param data             a directory for what survives a kill -9 beside the database
     * @param duplicateReach   how long after the end of a session a provider may send again what it carried
     * @param partsPatience    how long the parts of a message wait for each other
     * @param actsAlone        whether the text of a single part acts at once, as STOP does; it is heard whatever the limit
     * @param messages         how often a customer may write on a channel
     * @param time             by which turns, deadlines and reminders go
     * @param channels         what is to be known of channels
     * @param counts           counts what goes on
     */
    public record Settings(Membership membership, Path data, Duration duplicateReach, Duration partsPatience, Predicate<String> actsAlone,
            Limit messages, Time time, Channels channels, Counts counts) {

        /** Of a hub that nobody watches, on a database that no other hub uses, and where everybody may write as often as they like. */
        public Settings(int number, Path data, Duration duplicateReach, Duration partsPatience, Predicate<String> actsAlone, Time time,
                Channels channels) {
            this(Membership.alone(number), data, duplicateReach, partsPatience, actsAlone, Limit.NONE, time, channels, Counts.none());
        }
    }

    private final Membership membership;
    private final Buckets buckets;
    private final Signals signals;
    private final Live live;
    private final Sharing sharing;
    private final Sessions sessions;
    private final Turns turns;
    private final Outbox outbox;
    private final DurableIntake intake;
    private final InFlight inFlight;
    private final Recovery recovery;
    private final Beginnings beginnings;
    private final Results results;
    private final Returns returns;
    private final Open open = new Open();
    private final Time time;
    private final Channels channels;
    private final LiveSessions liveSessions;
    private final Set<LongConsumer> viewers = new CopyOnWriteArraySet<>();
    private final Seal seal;
    private final Ids ids;
    private final Jdbi jdbi;

    /**
     * @param database opened before
     * @param interpreters in the order in which they are asked what a message means
     * @param due          what is to be done for a conversation whose time has come
     */
    public Hub(Database database, Settings settings, Sessions sessions, List<Interpreter> interpreters, Interpreter due) {
        this.sessions = sessions;
        jdbi = database.jdbi();
        time = settings.time;
        long last = jdbi.withHandle(RecoverySql::highestId);
        membership = settings.membership;
        ids = new Ids(membership.number(), last);
        buckets = new Buckets();
        signals = new Signals(database, buckets);
        Lanes lanes = new Lanes();
        inFlight = new InFlight(settings.data.resolve("in-flight"));
        live = new Live(jdbi, open, membership.number(), signals);
        seal = membership.seal() != null ? membership.seal() : Seal.of(settings.data.resolve("secret.key"));
        outbox = new Outbox(jdbi, buckets, signals::writtenTo, membership::isHeld, open, inFlight, live, settings.channels, time, settings.counts, seal);
        turns = new Turns(jdbi, buckets, signals, ids, time, seal, settings.channels, lanes, open, outbox, interpreters, due);
        results = new Results(jdbi, time, turns);
        beginnings = new Beginnings(jdbi, ids, time, turns, settings.channels, seal);
        Reassembly reassembly = new Reassembly(ids, settings.partsPatience, settings.actsAlone, seal);
        Instant seen = membership.seenBefore() != null ? membership.seenBefore()
                : jdbi.withHandle(handle -> RecoverySql.lastSeen(handle, membership.number()));
        Instant lastBefore = seen.isAfter(Ids.time(last)) ? seen : Ids.time(last);
        Duplicates duplicates = new Duplicates(InstantSource.system(), sessions, settings.duplicateReach, lastBefore);
        recovery = new Recovery(database, membership, buckets, open, turns, outbox, reassembly, inFlight, time);
        sharing = new Sharing(jdbi, membership, buckets, open, outbox, signals, recovery, settings.channels.live().keySet());
        turns.sharing(sharing);
        sharing.load();
        returns = new Returns(jdbi, recovery, sharing, turns, outbox);
        intake = new DurableIntake(jdbi, buckets, recovery::lowWater, ids, lanes, open, turns, outbox, live, settings.channels, duplicates, reassembly,
                new Flood(settings.messages, settings.actsAlone), recovery::askedFor, seal, time);
        channels = settings.channels;
        liveSessions = new LiveSessions(jdbi);
    }

    /**
     * Takes up what an earlier hub left open, in front of all that arrives from now on. To be called before the first channel
     * starts, or else {@link #start} does it.
     */
    public void takeUp() {
        recovery.takeUp();
    }

    /** All routes are started: turns begin. Before that a message could meet a hub that knows half its words. */
    public void start() {
        if (!recovery.hasTakenUp()) {
            recovery.takeUp();
        }
        membership.sessions(sessions::open);
        membership.follow(peers -> sessions.heard(peers.stream().filter(peer -> peer.number() != membership.number()).toList()));
        turns.open();
        recovery.start();
        if (!membership.isAlone()) {
            signals.start(new Hearing());
        }
        sharing.start();
    }

    /** What other hubs tell this one. */
    private final class Hearing implements Signals.Ear {

        @Override
        public void wrote(Set<Long> customers) {
            recovery.takeUpOf(customers);
        }

        @Override
        public void writtenTo(Set<Long> customers) {
            recovery.takeUpTo(customers);
        }

        @Override
        public void awaited(Signals.Waiting who) {
            live.awaited(who);
        }

        @Override
        public void answered(Signals.Waiting who) {
            live.answered(who, channels.live().keySet());
        }

        @Override
        public void shown(long message) {
            viewers.forEach(viewer -> viewer.accept(message));
        }

        @Override
        public void due() {
            recovery.lookForDue();
        }

        @Override
        public void buckets() {
            sharing.soon(0);
        }

        @Override
        public void missed() {
            recovery.askedFor();
        }
    }

    /**
     * Gives all customers to the hubs that stay, and lets end what is under way. What arrives from now on is stored, and theirs to handle.
     *
     * @return whether that was done in time
     */
    public boolean drain(Duration patience) {
        return sharing.drain(patience);
    }

    /** One hub acts for all customers, and the others stand by, for a provider that lets no two in. To be called before {@link #start}. */
    public void oneAtWork() {
        sharing.exclusive();
    }

    /** Whether this hub is the one that acts, or one of those that do. */
    public boolean isAtWork() {
        return sharing.isAtWork();
    }

    /** How many of the 256 buckets of customers are this hub's. */
    public int bucketsOwned() {
        return buckets.mine().size();
    }

    /** How many buckets it has given to other hubs. */
    public int bucketsGiven() {
        return sharing.given();
    }

    /** How many hubs it has taken over from that did not renew their lease. */
    public int hubsBuried() {
        return sharing.buried();
    }

    /** Is run when this hub has taken over from one that died. */
    public void whenOneDied(Runnable heir) {
        sharing.inherits(heir);
    }

    /** The routes are about to stop: no turn begins any more. */
    public void hold() {
        turns.hold();
    }

    /** Finds and creates customers. */
    public IntakeSql customers() {
        return new IntakeSql(ids, seal::pseudonym);
    }

    /** A new id, for what others store beside the messages. */
    public long newId() {
        return ids.next();
    }

    /** The customers behind these addresses; who is new is created. */
    public Map<String, Customer> customers(Handle handle, Collection<String> addresses) {
        return customers().customers(handle, addresses);
    }

    public Intake intake() {
        return intake;
    }

    public Turns turns() {
        return turns;
    }

    /** Begins conversations by events. */
    public Beginnings beginnings() {
        return beginnings;
    }

    public Channels channels() {
        return channels;
    }

    public Time time() {
        return time;
    }

    /** Keeps secrets out of the database. */
    public Seal seal() {
        return seal;
    }

    /** Does at once what has come due, instead of at the next second. Returns for how many conversations. */
    public int takeUpDue() {
        return recovery.takeUpDueConversations();
    }

    /** When the next conversation is due, if any waits for a time. */
    public Optional<Instant> nextDue() {
        return jdbi.withHandle(ConversationSql::nextDue);
    }

    /** How many turns are under way or in line. */
    public int turnsInHand() {
        return turns.inHand() + results.inHand();
    }

    /** How many late results are on their way into the database. */
    public int resultsInHand() {
        return results.inHand();
    }

    /** How many customers have a turn under way; at most one each. */
    public int customersInHand() {
        return turns.customersInHand();
    }

    /** How many messages, both ways, are not in a final state and wait for nothing but the hub. */
    public int messagesInHand() {
        return open.size();
    }

    /** Takes results that come late. */
    public Results results() {
        return results;
    }

    /** Takes back what was done with. */
    public Returns returns() {
        return returns;
    }

    /** Where to count what a channel refuses or cannot take. */
    public Counts counts() {
        return outbox.counts();
    }

    /** A message is to be seen from now on, at other hubs, too. */
    public void shown(long message) {
        signals.shown(message);
    }

    /** Tells of messages that are to be seen from now on because another hub sends them; on a thread that must not be kept. */
    public void view(LongConsumer viewer) {
        viewers.add(viewer);
    }

    public void viewNoMore(LongConsumer viewer) {
        viewers.remove(viewer);
    }

    public LiveSessions liveSessions() {
        return liveSessions;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Sessions sessions() {
        return sessions;
    }

    /** Stops in the order of the way of a message, so that each part can still hand over to the next. */
    @Override
    public void close() throws InterruptedException {
        recovery.close();
        sharing.close();
        intake.close();
        results.close();
        beginnings.close();
        turns.close();
        outbox.close();
        signals.close();
        inFlight.close();
    }
}
