package io.keyline.hub;

import io.keyline.store.Database;
import io.keyline.store.GroupCommit;
import io.keyline.store.HubSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hubs tell each other, by NOTIFY: that something is in the database for whoever owns it. A signal only saves time; what it tells of
 * is found without it, too, at the next round of {@link Recovery}. A hub that is alone tells nothing.
 */
final class Signals implements AutoCloseable {

    /** What others have told, this hub too. Runs on the thread that listens. */
    interface Ear {

        /** At a hub somebody waits for what the turn of a message says. */
        void awaited(Waiting who);

        /** Somebody who waits here can be shown what the turn of a message said. */
        void answered(Waiting who);

        /** A message is to be seen from now on, by whoever looks. */
        void shown(long message);

        /** Messages of these customers wait for their turns. */
        void wrote(Set<Long> customers);

        /** Messages to these customers wait to be sent. */
        void writtenTo(Set<Long> customers);

        /** A conversation is due. */
        void due();

        /** A bucket is wanted or given. */
        void buckets();

        /** Signals may have been missed. */
        void missed();
    }

    /** Somebody at a hub who waits for the answer to a message of a customer. */
    record Waiting(int hub, long customer, long message) {

        private static Waiting read(String word) {
            String[] parts = word.split(PART);
            return new Waiting(Integer.parseInt(parts[1]), Names.parse(parts[2]), Names.parse(parts[3]));
        }

        private String word(String what) {
            return String.join(PART, what, Integer.toString(hub), Names.of(customer), Names.of(message));
        }
    }

    private static final String AWAITED = "awaited";
    private static final String ANSWERED = "answered";
    private static final String SHOWN = "shown";
    private static final String WRITTEN_TO = "to";
    private static final String PART = ":";
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String DUE = "due";
    private static final String BUCKETS = "buckets";
    private static final String SEPARATOR = " ";
    /** PostgreSQL takes 8,000 bytes; a word has at most 40. */
    private static final int MOST = 150;
    private static final int LISTENING_MILLIS = 5_000;

    private final Database database;
    private final Buckets buckets;
    private final GroupCommit<String> told;
    private final Thread listener;
    private volatile Ear ear;
    private volatile boolean closed;

    Signals(Database database, Buckets buckets) {
        this.database = database;
        this.buckets = buckets;
        told = new GroupCommit<>("signals", database.jdbi(), Signals::write, GroupCommit.untilCommitted(batch -> { }));
        listener = Thread.ofPlatform().name("signals").daemon().unstarted(this::listen);
    }

    void start(Ear whoHears) {
        ear = whoHears;
        listener.start();
    }

    private static void write(Handle handle, List<String> batch) {
        List<String> words = new ArrayList<>(new LinkedHashSet<>(batch));
        for (int from = 0; from < words.size(); from += MOST) {
            HubSql.tell(handle, String.join(SEPARATOR, words.subList(from, Math.min(words.size(), from + MOST))));
        }
    }

    /** A message of this customer, which is committed, waits for the hub that acts for them. */
    void wrote(long customer) {
        tell(Names.of(customer));
    }

    /** A message to this customer, which is committed, waits for the hub that acts for them. */
    void writtenTo(long customer) {
        tell(WRITTEN_TO + PART + Names.of(customer));
    }

    /** Somebody waits here for the answer to a message that is another hub's to handle. */
    void awaited(Waiting who) {
        tell(who.word(AWAITED));
    }

    /** Who waits at another hub can be shown the answer, which is stored. */
    void answered(Waiting who) {
        tell(who.word(ANSWERED));
    }

    /** A message is to be seen from now on; its customer may be looking at another hub. */
    void shown(long message) {
        if (buckets.isShared()) {
            tell(SHOWN + PART + Names.of(message));
        }
    }

    /** A conversation that another hub acts for is due. */
    void due() {
        tell(DUE);
    }

    void buckets() {
        tell(BUCKETS);
    }

    private void tell(String word) {
        if (buckets.isShared() && !closed) {
            told.submit(word);
        } else if (ear != null) {
            ear.missed(); // there was another hub a moment ago
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = database.connectionOfItsOwn(); var statement = connection.createStatement()) {
                statement.execute("listen keyline");
                ear.missed();
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                LOG.debug("no signals for now", e); // the watch over what is open says that the database is away
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (!closed) {
            PGNotification[] heard = connection.getNotifications(LISTENING_MILLIS);
            Set<String> words = new LinkedHashSet<>();
            for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
                words.addAll(List.of(one.getParameter().split(SEPARATOR)));
            }
            try {
                heard(words);
            } catch (RuntimeException e) {
                LOG.warn("what was told is looked for again: {}", e.getMessage());
                ear.missed();
            }
        }
    }

    private void heard(Set<String> words) {
        if (words.remove(BUCKETS)) {
            ear.buckets();
        }
        if (words.remove(DUE)) {
            ear.due();
        }
        named(words, SHOWN).forEach(ear::shown);
        waiting(words, ANSWERED).forEach(ear::answered);
        List<Waiting> awaited = waiting(words, AWAITED);
        awaited.forEach(ear::awaited); // before its turn is taken up
        Set<Long> wrote = words.stream().filter(word -> !word.contains(PART)).map(Names::parse).collect(Collectors.toCollection(LinkedHashSet::new));
        awaited.forEach(who -> wrote.add(who.customer()));
        if (!wrote.isEmpty()) {
            ear.wrote(wrote);
        }
        Set<Long> writtenTo = named(words, WRITTEN_TO);
        if (!writtenTo.isEmpty()) {
            ear.writtenTo(writtenTo);
        }
    }

    private static List<Waiting> waiting(Set<String> words, String what) {
        return words.stream().filter(word -> word.startsWith(what + PART)).map(Waiting::read).toList();
    }

    private static Set<Long> named(Set<String> words, String what) {
        return words.stream().filter(word -> word.startsWith(what + PART)).map(word -> Names.parse(word.substring(what.length() + 1)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        told.close();
        listener.interrupt();
    }
}
