package io.keyline.deploy;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.hub.Channels;
import io.keyline.hub.Counts;
import io.keyline.hub.Hub;
import io.keyline.hub.Limit;
import io.keyline.hub.Membership;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.hub.Time;
import io.keyline.identity.OneTimeCodes;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import io.keyline.route.Keyline;
import io.keyline.route.Recorder;
import io.keyline.route.YamlRoutes;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;

/** A company in Denmark with the shipped texts, whose hub is put together as the product's is. The test has its routes, its providers and its back office. */
public final class Acme implements AutoCloseable {

    /** What is said of every company of tests. */
    public static final Map<String, String> ABOUT = Map.of("company", "Acme", "contact", "+45 70 10 20 30");
    public static final Keyline.Company COMPANY = new Keyline.Company(ZoneOffset.UTC, TestHub.NUMBER, "DK");

    public final Sessions sessions = new Sessions();
    public final DefaultCamelContext camel = new DefaultCamelContext();
    public final Texts texts;
    public final Keyline keyline;
    public final Hub hub;
    private final Place place;

    /**
     * Where a hub is.
     *
     * @param database   open; stays so
     * @param membership ends with the hub
     */
    public record Place(Database database, Membership membership, Path data) {

        /** A new one, where the hub is alone. */
        public static Place fresh() throws Exception {
            return new Place(TestDatabase.fresh(), Membership.alone(0), Files.createTempDirectory("keyline-acme"));
        }

        /** That of one hub of several on the database with this URL. @param directory in which each has its own, and all have their key */
        public static Place oneOf(String url, Path directory, String name) throws Exception {
            Database database = new Database(url, null, null);
            database.open();
            Path data = directory.resolve(name);
            return new Place(database, Membership.join(database, data, directory.resolve("secret.key"), () -> { }), data);
        }
    }

    /** One-time codes that nobody can guess, by the system's time, on the channels of the product. */
    public Acme(Place place, Function<Request, CompletableFuture<Reply>> backOffice) throws TextsException {
        this(place, Time.system(), Assembly.channels(TestHub.NUMBER), OneTimeCodes.random(), backOffice);
    }

    public Acme(Place place, Time time, Channels channels, Supplier<String> codes, Function<Request, CompletableFuture<Reply>> backOffice)
            throws TextsException {
        this.place = place;
        texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en", ZoneOffset.UTC).with(ABOUT);
        keyline = Assembly.of(place.database, new Hub.Settings(place.membership, place.data, Duration.ofMinutes(10), Duration.ofMinutes(30), Assembly::optsOut,
                Limit.parse("60/10m"), time, channels, Counts.none()), sessions, texts, "en", "DKK", COMPANY, codes(codes), backOffice);
        hub = keyline.hub();
        camel.disableJMX();
        camel.getRegistry().bind("keyline", keyline);
        camel.getCamelContextExtension().addInterceptStrategy(new Recorder());
    }

    /** As many codes as any test needs. */
    public static OneTimeCodes.Settings codes(Supplier<String> codes) {
        return new OneTimeCodes.Settings(Set.of("DK"), 1_000, codes);
    }

    /** Adds route files that are shipped. @param names without their ending */
    public Acme routes(String... names) throws Exception {
        for (String name : names) {
            YamlRoutes.add(camel, name + ".yaml", YamlRoutes.shipped(name));
        }
        return this;
    }

    /** The routes run, and then the hub does. */
    public void start() {
        camel.start();
        hub.start();
    }

    @Override
    public void close() throws Exception {
        camel.stop();
        keyline.links().close();
        hub.close();
        place.membership.close();
    }
}
