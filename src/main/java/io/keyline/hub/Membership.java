package io.keyline.hub;

import io.keyline.store.Database;
import io.keyline.store.HubSql;
import io.keyline.store.HubSql.Peer;
import io.keyline.store.Ids;
import io.keyline.store.Life;
import io.keyline.store.RecoverySql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This hub among those that share the database: its number, and its lease, which it renews each second on a connection of its own. When
 * the lease runs out, the others end its life and its connections ({@code store.FencedSource}), and take what it had.
 */
public final class Membership implements AutoCloseable {

    /** How long a hub counts as alive after it was seen. */
    static final Duration LEASE = Duration.ofSeconds(6);
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final int RENEWAL_SECONDS = 1;
    private static final int ANSWER_MILLIS = 2_000;
    /** An id may be made this long before it is known to be in hand. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private final Database database;
    private final Life life;
    private final Instant seenBefore;
    private final Seal seal;
    private final FileChannel home;
    private final ScheduledExecutorService pulse;
    private final List<Consumer<List<Peer>>> followers = new CopyOnWriteArrayList<>();
    private volatile Supplier<Collection<Long>> sessions = Set::of;
    private volatile long heldUntil;
    /** Since when the lease was renewed without a break. */
    private volatile long heldSince;
    private volatile List<Peer> peers = List.of();
    private volatile Set<Integer> gone = Set.of();
    private Handle handle;

    private Membership(Database database, Life life, Instant seenBefore, Seal seal, FileChannel home, ScheduledExecutorService pulse) {
        this.database = database;
        this.life = life;
        this.seenBefore = seenBefore;
        this.seal = seal;
        this.home = home;
        this.pulse = pulse;
        heldUntil = System.nanoTime() + LEASE.toNanos();
        heldSince = System.nanoTime();
    }

    /** Of a hub whose database nobody else uses: it needs no lease. */
    public static Membership alone(int number) {
        return new Membership(null, new Life(number, 0), null, null, null, null);
    }

    /**
     * Joins those that share the database, which is open. Returns when all of them know it.
     *
     * @param data    the data directory: a hub that comes back with it has the number that it had
     * @param key     the file of the key by which secrets are sealed, the same for all of them; made if it is not there
     * @param whenOver is run when others have taken over; whatever this process did from then on would be done twice
     * @throws IllegalStateException if another process works with this directory, there are as many hubs as can be, or theirs is another key
     */
    public static Membership join(Database database, Path data, Path key, Runnable whenOver) throws IOException {
        FileChannel home = lock(data.resolve("home"));
        UUID id = id(home, data);
        Seal seal = Seal.of(key);
        Runnable over = () -> {
            LOG.error("another hub has taken over what was this one's, which did not renew its lease in time: this one ends at once");
            whenOver.run();
        };
        return database.jdbi().inTransaction(handle -> {
            Life life = HubSql.join(handle, id, machine(), LEASE, Ids.floor(Instant.now().minus(SLACK)))
                    .orElseThrow(() -> new IllegalStateException("there are " + HubSql.MOST + " hubs on this database already"));
            if (!HubSql.shareKey(handle, life, seal.mac(new byte[0], "key check"))) {
                throw new IllegalStateException("the other hubs on this database have another key than " + key
                        + ": give all the same file, see secret.key-file");
            }
            return new Joining(life, RecoverySql.lastSeen(handle, life.number()), seal, over);
        }).joined(database, home);
    }

    /** A hub that has its number, and is not known to the others yet. */
    private record Joining(Life life, Instant seenBefore, Seal seal, Runnable over) {

        Membership joined(Database database, FileChannel home) {
            database.enter(life, over);
            Membership membership = new Membership(database, life, seenBefore, seal, home,
                    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("membership").daemon().factory()));
            membership.endEarlierLives(life.number(), life.epoch());
            membership.pulse.scheduleAtFixedRate(() -> membership.renew(over), 0, RENEWAL_SECONDS, TimeUnit.SECONDS);
            membership.awaitKnown();
            LOG.info("hub {}", life);
            return membership;
        }
    }

    /** For people to read; a machine, above all a container, need not be known to any name server. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("the name of this machine has no address", e);
            return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "unknown");
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("locked by this process", e);
        }
        channel.close();
        throw new IllegalStateException("another Keyline works with " + file.toAbsolutePath().getParent() + "; stop it first, or give this one "
                + "a data.directory of its own");
    }

    private static UUID id(FileChannel home, Path data) throws IOException {
        String written = Files.readString(data.resolve("home")).strip();
        if (!written.isEmpty()) {
            return UUID.fromString(written);
        }
        UUID fresh = UUID.randomUUID();
        home.write(java.nio.charset.StandardCharsets.US_ASCII.encode(fresh.toString()), 0);
        home.force(true);
        return fresh;
    }

    /** Whatever an earlier life of a hub has not committed by now it never does. Returns when none of its connections is left. */
    void endEarlierLives(int number, int before) {
        Jdbi jdbi = database.jdbi();
        while (jdbi.withHandle(one -> HubSql.disconnect(one, number, before)) > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Returns when each of the others has been seen since this one joined: from then on they reckon with it. */
    private void awaitKnown() {
        Jdbi jdbi = database.jdbi();
        Instant joined = jdbi.withHandle(one -> one.createQuery("select now()").mapTo(Instant.class).one());
        while (jdbi.withHandle(HubSql::peers).stream().anyMatch(peer -> peer.number() != number() && peer.living() && peer.seenAt().isBefore(joined))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void renew(Runnable over) {
        long asked = System.nanoTime();
        try {
            Handle mine = connected();
            if (!HubSql.renew(mine, life, LEASE, sessions.get())) {
                over.run();
                return;
            }
            if (heldUntil - asked < 0) {
                heldSince = asked;
            }
            heldUntil = asked + LEASE.toNanos();
            peers = HubSql.peers(mine);
            gone = isFirst() ? HubSql.gone(mine) : Set.of();
            followers.forEach(follower -> follower.accept(peers));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the lease of hub {} could not be renewed: {}", life, e.getMessage());
            disconnect();
        } catch (Error e) {
            LOG.error("the pulse met an error of ours, and goes on", e);
        }
    }

    /** A connection that work has none of: a lease must not wait behind it, nor long for an answer. */
    private Handle connected() throws SQLException {
        if (handle == null) {
            Connection connection = database.connectionOfItsOwn();
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            handle = Jdbi.create(connection).open();
        }
        return handle;
    }

    private void disconnect() {
        if (handle != null) {
            try {
                handle.getConnection().close();
            } catch (SQLException e) {
                LOG.debug("it was lost already", e);
            }
            handle = null;
        }
    }

    /** The number of this hub among all that share the database, 0 to 63. */
    public int number() {
        return life.number();
    }

    /** This hub from its start to its end. */
    public Life life() {
        return life;
    }

    /** Whether no other hub is ever there. */
    boolean isAlone() {
        return database == null;
    }

    /** When the hub with this number was last seen before it joined; null if nobody keeps that. */
    Instant seenBefore() {
        return seenBefore;
    }

    /** The key that all of them share; null if this hub is alone and keeps its own. */
    Seal seal() {
        return seal;
    }

    /** Whether nobody can have taken over yet: to be asked before anything is done that cannot be undone. */
    public boolean isHeld() {
        return isAlone() || heldUntil - System.nanoTime() > 0;
    }

    /** Whether the lease was held long enough that others, had they been able to, would have renewed theirs. */
    boolean isSteady() {
        return isHeld() && System.nanoTime() - heldSince > LEASE.plusSeconds(2).toNanos();
    }

    /** Those that have not left, this one too; as of the last second. */
    public List<Peer> peers() {
        return peers;
    }

    /** Whether this is the one that does what one of them has to. */
    private boolean isFirst() {
        return peers.stream().filter(Peer::living).mapToInt(Peer::number).min().orElse(number()) == number();
    }

    /** The numbers of those that were there and are gone, if it is this hub that looks after what comes for them; else none. */
    public Set<Integer> gone() {
        return gone;
    }

    /** Tells after each renewal who is there. */
    public void follow(Consumer<List<Peer>> follower) {
        followers.add(follower);
    }

    /** The sessions with providers that are open, for the others to know. */
    void sessions(Supplier<Collection<Long>> open) {
        sessions = open;
    }

    /** Ends the lease, if nothing is this hub's any more: another one may have its number at once. */
    @Override
    public void close() throws Exception {
        if (isAlone()) {
            return;
        }
        pulse.shutdownNow();
        pulse.awaitTermination(5, TimeUnit.SECONDS);
        disconnect();
        try {
            database.jdbi().useHandle(one -> HubSql.leave(one, life));
        } finally {
            home.close();
        }
    }
}
