package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.keyline.PortalCodes;
import io.keyline.PortalOffers;
import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.http.Proxies;
import io.keyline.channel.http.WebServer;
import io.keyline.deploy.Acme;
import io.keyline.hub.Arrival;
import io.keyline.hub.Hub;
import io.keyline.hub.TestHub;
import io.keyline.language.AnswerReader;
import io.keyline.route.Keyline;
import io.keyline.store.Rows;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
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
import org.jdbi.v3.core.Jdbi;

/**
 * A company with a portal: the shipped routes, a real hub, database and web server. Telephones are lists of what they received, and
 * the back office answers at once.
 */
final class Premises implements AutoCloseable, Rows {

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

    final Acme.Place place;
    final Hub hub;
    final WebServer web;
    final Portal portal;
    private final Acme acme;
    private final Map<String, BlockingQueue<String>> telephones = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong customers = new AtomicLong();

    /** @param url how the outside reaches it; null: as it listens */
    Premises(URI url) throws Exception {
        this(url, Acme.Place.fresh());
    }

    /**
     * One hub of several.
     *
     * @param place its database is closed with it, as the membership is
     */
    Premises(URI url, Acme.Place place) throws Exception {
        this.place = place;
        acme = new Acme(place, Premises::answered);
        hub = acme.hub;
        web = WebServer.start("127.0.0.1", 0, url, Proxies.of(Set.of("127.0.0.1")));
        Keyline keyline = acme.keyline;
        portal = new Portal(web, hub, jdbi(), new PortalCodes(keyline.codes(), () -> acme.texts),
                new PortalOffers(keyline::commands, () -> acme.texts, "en", new AnswerReader("DK", "DKK")));
        acme.camel.getRegistry().bind("portal-page", portal);
        acme.routes("bal", "renew", "order", "bill", "help", "stop", "start", "agent", "unknown", "language", "web");
        TestHub.carry(hub, "sms", taken -> telephone(taken.to()).add(taken.text()));
        acme.start();
    }

    @Override
    public Jdbi jdbi() {
        return place.database().jdbi();
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
        assertThat(hub.intake().accept(new Arrival.Text("sms", "sms", 1, number, TestHub.NUMBER, text, true, numbers.incrementAndGet())))
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
        long customer = number("select customer_id from address where value = '" + number + "'");
        acme.keyline.links().want(null, customer, other, "bo", "the same person");
    }

    @Override
    public void close() throws Exception {
        web.close();
        acme.close();
        place.database().close();
    }
}
