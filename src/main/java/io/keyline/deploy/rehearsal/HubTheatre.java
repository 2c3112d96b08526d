package io.keyline.deploy.rehearsal;

import io.keyline.deploy.Assembly;
import io.keyline.deploy.RouteFiles;
import io.keyline.hub.Hub;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Sessions;
import io.keyline.hub.VirtualTime;
import io.keyline.identity.OneTimeCodes;
import io.keyline.language.Texts;
import io.keyline.route.Keyline;
import io.keyline.route.Recorder;
import io.keyline.store.Database;
import io.keyline.store.EmbeddedDatabase;
import io.keyline.worklist.Worklist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real hub for rehearsals: the route files and texts of the company, a database of its own that is thrown away, and virtual
 * time. Only the borders are played: channels hand over to the stage, and the rehearsal answers for the back office.
 */
public final class HubTheatre implements Theatre {

    /**
     * What is rehearsed.
     *
     * @param settings what {@code {{name}}} in a route stands for
     * @param language of customers of whom nothing is known, BCP 47
     * @param currency of the company, ISO 4217
     */
    public record Repertoire(RouteFiles routes, Texts texts, Properties settings, String language, String currency, Keyline.Company company) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(HubTheatre.class);
    private static final int WINDOW = 50;
    /** A rehearsal knows the one-time code that it will be sent. */
    private static final String CODE = "123456";
    private static final int CODES = 1_000;

    private final Keyline.Company company;
    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Replies replies = new Replies(time);
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private Database database;
    private Hub hub;
    private DefaultCamelContext camel;
    private Passage passage;
    private Worklist worklist;
    private long customers;
    private volatile HubStage stage;

    private HubTheatre(Keyline.Company company) {
        this.company = company;
    }

    /** Starts all that rehearsals are played on. */
    public static HubTheatre open(Repertoire repertoire) throws Exception {
        HubTheatre theatre = new HubTheatre(repertoire.company);
        // the database is a process of its own and would outlive an interrupt typed at the terminal
        Runtime.getRuntime().addShutdownHook(new Thread(theatre::close));
        try {
            theatre.start(repertoire);
            return theatre;
        } catch (Exception e) {
            theatre.close();
            throw e;
        }
    }

    private void start(Repertoire repertoire) throws Exception {
        Path directory = Files.createTempDirectory("keyline-rehearsal");
        started.push(() -> delete(directory));
        EmbeddedDatabase server = keep(EmbeddedDatabase.start(directory.resolve("postgres"), 0));
        started.push(server::stopImmediately); // nothing of it is kept, so nothing needs to be written out
        database = keep(new Database(server.jdbcUrl(), null, null));
        database.open();
        Hub.Settings settings = new Hub.Settings(0, directory, Duration.ofMinutes(1), Duration.ofMinutes(1), Assembly::optsOut, time,
                Assembly.channels(company.sender()));
        Keyline keyline = Assembly.of(database, settings, new Sessions(), repertoire.texts, repertoire.language, repertoire.currency, company,
                new OneTimeCodes.Settings(Set.of("DK"), CODES, () -> CODE), replies::call);
        hub = keep(keyline.hub());
        keep(keyline.links());
        worklist = new Worklist(hub, database.jdbi(), keyline.questions(), keyline.links());
        passage = new Passage(hub, keyline.links(), time, replies);
        startRoutes(repertoire, keyline);
        hub.start();
    }

    private void startRoutes(Repertoire repertoire, Keyline keyline) throws Exception {
        camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getPropertiesComponent().setOverrideProperties(repertoire.settings);
        camel.getRegistry().bind("keyline", keyline);
        camel.getCamelContextExtension().addInterceptStrategy(new Recorder());
        InsideRoutes.add(camel, repertoire.routes.files());
        started.push(camel::stop);
        camel.start();
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    @Override
    public Stage stage(LocalDateTime start, BackOffice backOffice) {
        if (!passage.isSettled()) {
            throw new IllegalStateException("the hub is still at work on an earlier rehearsal");
        }
        time.startAt(start.atZone(company.zone()).toInstant());
        replies.comeFrom(backOffice);
        stage = new HubStage(this);
        return stage;
    }

    Keyline.Company company() {
        return company;
    }

    Worklist worklist() {
        return worklist;
    }

    Hub hub() {
        return hub;
    }

    Database database() {
        return database;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    Passage passage() {
        return passage;
    }

    /** An address that no customer of this theatre had: a Danish mobile number. */
    String newAddress() {
        return "+45%08d".formatted(20_000_000 + ++customers);
    }

    /** The channel leads to the stage. */
    void open(String channel) {
        if (channels.add(channel)) {
            hub.outbox().open(channel, this::carry, WINDOW, 0);
        }
    }

    private void carry(Outgoing message) {
        message.parts().writing(1);
        stage.got(message.id(), message.to(), message.text(), message.menu());
        message.parts().sent(new Outgoing.PartSent(1, 1, 0, "rehearsal", String.valueOf(sent.incrementAndGet())));
    }

    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the theatre did not stop well", e);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
