package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import io.keyline.PortalCodes;
import io.keyline.PortalOffers;
import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.http.Proxies;
import io.keyline.channel.http.WebServer;
import io.keyline.deploy.Assembly;
import io.keyline.hub.Arrival;
import io.keyline.hub.Counts;
import io.keyline.hub.Hub;
import io.keyline.hub.Limit;
import io.keyline.hub.Membership;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.Sessions;
import io.keyline.hub.Time;
import io.keyline.identity.Links;
import io.keyline.identity.OneTimeCodes;
import io.keyline.language.AnswerReader;
import io.keyline.language.Texts;
import io.keyline.route.Keyline;
import io.keyline.route.Recorder;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A company with a portal: the shipped routes, a real hub, database and web server. Telephones are lists of what they received, and
 * the back office answers at once.
 */
final class Premises implements AutoCloseable {

    static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");
    private static final Map<String, Map<String, Object>> BACK_OFFICE = Map.of(
            "accounts.balance", Map.of("account", "4711", "asOf", "2026-11-22", "balance",
                    Map.of("amount", new BigDecimal("1234.50"), "currency", "DKK")),
            "subscriptions.find", Map.of("plan", "Gold", "ends", "2027-01-31"),
            "subscriptions.renew", Map.of("until", "2028-01-31"),
            "bills.find", Map.of("bill", "77", "open", Map.of("amount", new BigDecimal("200"), "currency", "DKK"), "currency", "DKK",
                    "due", "2026-12-01"),
            "orders.find", Map.of("order", "3456-1", "state", "packed", "day", "2026-12-01", "changeable", true),
            "deliveries.change", Map.of("order", "3456-1", "day", "2026-12-24"));

    final Hub hub;
    final Database database;
    private final Membership membership;
    final WebServer web;
    final Portal portal;
    private final Links links;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, BlockingQueue<String>> telephones = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong customers = new AtomicLong();

    /** @param url how the outside reaches it; null: as it listens */
    Premises(URI url) throws Exception {
        this(url, TestDatabase.fresh(), Membership.alone(0), Files.createTempDirectory("keyline-premises"));
    }

    /**
     * One hub of several.
     *
     * @param database open; closed with it, as the membership is
     */
    Premises(URI url, Database database, Membership membership, Path data) throws Exception {
        this.database = database;
        this.membership = membership;
        Texts texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en", ZoneOffset.UTC)
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30"));
        Keyline keyline = Assembly.of(database, new Hub.Settings(membership, data, Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false,
                Limit.NONE, Time.system(), Assembly.channels("1234"), Counts.none()), new Sessions(), texts, "en", "DKK",
                new Keyline.Company(ZoneOffset.UTC, "1234", "DK"), new OneTimeCodes.Settings(Set.of("DK"), 1_000, OneTimeCodes.random()),
                Premises::answered);
        hub = keyline.hub();
        links = keyline.links();
        web = WebServer.start("127.0.0.1", 0, url, Proxies.of(Set.of("127.0.0.1")));
        portal = new Portal(web, hub, database.jdbi(), new PortalCodes(keyline.codes(), () -> texts),
                new PortalOffers(keyline::commands, () -> texts, "en", new AnswerReader("DK", "DKK")));
        startRoutes(keyline);
        hub.outbox().open("sms", message -> {
            message.parts().writing(1);
            message.parts().sent(new PartSent(1, 1, 0, "sms", "id-" + message.id()));
            telephone(message.to()).add(message.text());
        }, 50, 0);
        hub.start();
    }

    private void startRoutes(Keyline keyline) throws Exception {
        camel.getRegistry().bind("keyline", keyline);
        camel.getRegistry().bind("portal-page", portal);
        camel.getCamelContextExtension().addInterceptStrategy(new Recorder());
        camel.disableJMX();
        List<String> names = List.of("bal", "renew", "order", "bill", "help", "stop", "start", "agent", "unknown", "language", "web");
        for (String name : names) {
            for (var builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(ResourceHelper.fromString(name + ".yaml",
                    Files.readString(Path.of("routes", name + ".yaml"))))) {
                camel.addRoutes(builder);
            }
        }
        camel.start();
    }

    private static CompletableFuture<Reply> answered(Request request) {
        Map<String, Object> data = BACK_OFFICE.get(request.operation());
        return CompletableFuture.completedFuture(new Reply(request.key(), data == null ? Reply.Status.FAILED : Reply.Status.OK, null, data));
    }

    private BlockingQueue<String> telephone(String number) {
        return telephones.computeIfAbsent(number, unknown -> new LinkedBlockingQueue<>());
    }

    /** The next SMS to a number. */
    String receives(String number) throws InterruptedException {
        String text = telephone(number).poll(5, TimeUnit.SECONDS);
        assertThat(text).as("an SMS to " + number).isNotNull();
        return text;
    }

    boolean hasNothingFor(String number) {
        return telephone(number).isEmpty();
    }

    /** The code in the next SMS to a number. */
    String code(String number) throws InterruptedException {
        Matcher code = CODE.matcher(receives(number));
        assertThat(code.find()).as("a code").isTrue();
        return code.group(1);
    }

    /** A customer writes by SMS; returns when it is acknowledged. */
    void text(String number, String text) {
        assertThat(hub.intake().accept(new Arrival.Text("sms", "sms", 1, number, "1234", text, true, numbers.incrementAndGet())))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    /** A customer of whom the hub knows, since they wrote once. */
    String customer() throws Exception {
        String number = number();
        text(number, "HELP");
        receives(number);
        return number;
    }

    /** A mobile number that nobody has had. */
    String number() throws Exception {
        String number = "+45" + (2_000 + customers.incrementAndGet()) + "0001"; // codes are limited for numbers that begin alike
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        return phones.getNumberType(phones.parse(number, null)) == PhoneNumberType.MOBILE ? number : number(); // not given out in Denmark
    }

    /** Another address turns out to be of the same customer. */
    void link(String number, String other) {
        long customer = database.jdbi().withHandle(handle -> handle.createQuery("select customer_id from address where value = :number")
                .bind("number", number).mapTo(Long.class).one());
        links.want(null, customer, other, "bo", "the same person");
    }

    int execute(String sql) {
        return database.jdbi().withHandle(handle -> handle.execute(sql));
    }

    @Override
    public void close() throws Exception {
        camel.stop();
        web.close();
        links.close();
        hub.close();
        membership.close();
        database.close();
    }
}
