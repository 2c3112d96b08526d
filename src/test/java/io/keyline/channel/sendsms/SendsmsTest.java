package io.keyline.channel.sendsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.channel.http.WebServer;
import io.keyline.channel.provider.Provider;
import io.keyline.hub.Arrival;
import io.keyline.hub.Handler;
import io.keyline.hub.Hub;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.Outgoing;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.hub.Turn;
import io.keyline.route.YamlRoutes;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("config/providers/sendsms.yaml")
class SendsmsTest {

    private static final String KNOWN = "username=crm&password=s%2Be%26t";
    private static final List<Outgoing> ALL_SENT = new CopyOnWriteArrayList<>();
    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final AtomicInteger NUMBERS = new AtomicInteger(20_100_000);
    @TempDir
    private static Path directory;
    private static WebServer web;
    private static Database database;
    private static Hub hub;

    private final Provider caller = new Provider();
    private final String number = Integer.toString(NUMBERS.incrementAndGet());
    private final String customer = "+45" + number;
    private final String other = "+45" + NUMBERS.incrementAndGet();
    private final String to = "&to=%2B45" + number + "&text=hi";

    SendsmsTest() throws Exception {
    }

    @BeforeAll
    static void start() throws Exception {
        web = WebServer.start("127.0.0.1", 0, null);
        database = TestDatabase.fresh();
        hub = new Hub(database, TestHub.settings(directory), new Sessions(), List.of(SendsmsTest::stop), turn -> Optional.empty());
        hub.outbox().open("sms", message -> {
            message.parts().writing(1);
            ALL_SENT.add(message);
            message.parts().sent(new PartSent(1, 1, 0, "main", "id-" + message.to()));
        }, 10, 0);
        hub.start();
        CAMEL.getRegistry().bind("web", web);
        CAMEL.getRegistry().bind("hub", hub);
        CAMEL.getRegistry().bind("jdbi", Jdbi.class, database.jdbi());
        Properties settings = new Properties();
        settings.putAll(Map.of("SENDSMS_USERNAME", "crm", "SENDSMS_PASSWORD", "s+e&t", "sms.sender", "1234", "region.default", "DK",
                "SENDSMS_CALLBACK_HOSTS", "127.0.0.1"));
        CAMEL.getPropertiesComponent().setOverrideProperties(settings);
        YamlRoutes.add(CAMEL, "sendsms.yaml", Files.readString(Path.of("config/providers/sendsms.yaml")).replace("{{env:", "{{"));
        CAMEL.start();
    }

    @AfterAll
    static void end() throws Exception {
        CAMEL.stop();
        web.close();
        hub.close();
        database.close();
    }

    @AfterEach
    void closeCaller() {
        caller.close();
    }

    /** STOP is all that this hub understands. */
    private static Optional<Handler> stop(Turn turn) {
        return Optional.of(new Handler() {
            @Override
            public String name() {
                return "stop";
            }

            @Override
            public void handle(Turn handled, Runnable done) {
                handled.consent().optOut("test");
                handled.ignore("opted out");
                done.run();
            }
        });
    }

    private HttpResponse<String> order(String query) {
        return caller.get(web.url() + "/cgi-bin/sendsms?" + query);
    }

    /** With reports of all kinds to the caller's server. */
    private String reported() {
        return "&dlr-mask=31&meta-data=m1&dlr-url=" + URLEncoder.encode(caller.url() + "/dlr?id=7&d=%d&p=%p&P=%P&F=%F&A=%A&i=%i&D=%D&x=%20",
                StandardCharsets.UTF_8);
    }

    /** Of the messages to this test's customers. */
    private String only(String what) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select " + what + " from message m left join sendsms s on s.message_id = m.id "
                + "where not inbound and customer_address in (:customer, :other)").bind("customer", customer).bind("other", other)
                .mapTo(String.class).one());
    }

    /** It is time for what waits. */
    private void pass(String table) {
        database.jdbi().useHandle(handle -> handle.execute("update " + table + " set due_at = now() where due_at is not null"));
    }

    /** What this test's customers got. */
    private List<Outgoing> sent() {
        return ALL_SENT.stream().filter(message -> message.to().equals(customer) || message.to().equals(other)).toList();
    }

    private List<Outgoing> awaitSent(int messages) {
        await().atMost(Duration.ofSeconds(10)).until(() -> sent().size() >= messages);
        assertThat(sent()).hasSize(messages);
        return sent();
    }

    @Test
    void anOrderGoesOutAndItsCallerHearsWhatBecomesOfIt() throws Exception {
        HttpResponse<String> answer = order(KNOWN + "&from=Acme&to=" + number + "&text=Hej+%7Bto%7D+%C3%A6" + reported());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("0: Accepted for delivery");
        Outgoing message = awaitSent(1).getFirst();
        assertThat(List.of(message.from(), message.to(), message.text())).containsExactly("Acme", customer, "Hej {to} æ");

        assertThat(caller.asked().query()).containsAllEntriesOf(Map.of("id", "7", "d", "8", "p", customer, "P", "Acme", "F", "id-" + customer,
                "i", "main", "D", "m1", "x", " "));
        hub.intake().accept(new Arrival.Receipt("sms", "main", "id-" + customer, null, ReceiptState.DELIVERED, null, "stat:DELIVRD err:000")).join();
        assertThat(caller.asked().query()).containsEntry("d", "1").containsEntry("A", "stat:DELIVRD err:000");
        await().until(() -> only("s.due_at is null").equals("t"));
        assertThat(caller.nobodyAsked()).isTrue();
    }

    @Test
    void aReportIsRepeatedUntilItsCallerHasIt() throws Exception {
        caller.answers(500, "");
        order(KNOWN + to + reported());
        caller.asked();
        await().until(() -> only("failures").equals("1"));
        caller.answers(200, "");
        pass("sendsms");
        assertThat(caller.asked().query()).containsEntry("d", "8");
        await().until(() -> only("told").equals("8"));
    }

    @Test
    void whoHasSaidStopGetsNothingAndTheCallerHearsThat() throws Exception {
        hub.intake().accept(new Arrival.Text("sms", "main", Arrival.Text.NAMED, customer, "1234", "STOP", true, 1)).join();
        await().until(() -> hub.turnsInHand() == 0);
        assertThat(order(KNOWN + to + reported()).statusCode()).isEqualTo(202);
        assertThat(caller.asked().query()).containsEntry("d", "16").containsEntry("A", "the customer said STOP");
        assertThat(sent()).isEmpty();
    }

    @Test
    void anOrderThatComesAgainUnderItsKeyGoesOutOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(order(KNOWN + to + "&id=order-1").body()).isEqualTo("0: Accepted for delivery");
        }
        order(KNOWN + "&to=" + other.substring(3) + "&text=another&id=order-2");
        awaitSent(2);
        assertThat(only("count(*)")).isEqualTo("2");
    }

    @Test
    void severalReceiversAreParted() {
        order(KNOWN + "&to=" + customer + "+" + other.substring(3) + "+%2B45" + number + "&text=hi");
        assertThat(awaitSent(2)).extracting(Outgoing::to).containsExactlyInAnyOrder(customer, other);
        assertThat(sent()).extracting(Outgoing::from).containsOnly("1234");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"text=%E6%F8%E5&charset=ISO-8859-1, æøå", "text=%04%1F%00H%00i&coding=2, ПHi", "text=%E4%BD%99&charset=UTF-8&coding=2, 余",
            "text=%24%7Bbody%7D%7B%7Benv%3APATH%7D%7D, ${body}{{env:PATH}}"})
    void textsAreReadInTheirCharset(String query, String text) {
        assertThat(order("user=crm&pass=s%2Be%26t&to=" + number + "&" + query).statusCode()).isEqualTo(202);
        assertThat(awaitSent(1).getFirst().text()).isEqualTo(text);
    }

    @Test
    void whatShouldHaveBeenEncodedIsTakenAllTheSame() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", web.port())) {
            String request = "GET /cgi-bin/sendsms?" + KNOWN + "&to=" + number + "&text=a|b{c}\"^ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).contains("0: Accepted for delivery");
        }
        assertThat(awaitSent(1).getFirst().text()).isEqualTo("a|b{c}\"^");
    }

    @Test
    void aPostIsAFormOrATextWithHeaders() {
        String url = web.url() + "/cgi-bin/sendsms";
        caller.post(url, "application/x-www-form-urlencoded", KNOWN + to);
        caller.post(url, "text/plain", "from a body, æ", "X-Kannel-Username", "crm", "X-Kannel-Password", "s+e&t", "X-Kannel-To", number);
        assertThat(awaitSent(2)).extracting(Outgoing::text).containsExactlyInAnyOrder("hi", "from a body, æ");
    }

    @ParameterizedTest(name = "priority={0}")
    @CsvSource({"'', notice", "0, notice", "1, notice", "2, notice", "3, alarm"})
    void theHighestPriorityGoesWithTheReplies(String priority, String category) {
        assertThat(order(KNOWN + to + "&priority=" + priority).statusCode()).isEqualTo(202);
        assertThat(only("category")).isEqualTo(category);
    }

    @Test
    void whatIsDeferredWaits() {
        assertThat(order(KNOWN + to + "&deferred=60&validity=10").body()).isEqualTo("3: Queued for later delivery");
        order(KNOWN + "&to=" + other.substring(3) + "&text=now");
        assertThat(awaitSent(1).getFirst().text()).isEqualTo("now");
        assertThat(only("max(state) filter (where m.due_at between now() + interval '59 minutes' and now() + interval '60 minutes' "
                + "and expires_at = m.due_at + interval '10 minutes')")).isEqualTo("QUEUED");
        pass("message");
        awaitSent(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "username=crm&password=wrong&to=20123456&text=hi|403|Authorization failed for sendsms",
            "to=20123456&text=hi|403|Authorization failed for sendsms",
            KNOWN + "&text=hi|400|Missing receiver number, rejected",
            KNOWN + "&to=20123456+Advert&text=hi|400|A receiver is no number, rejected",
            KNOWN + "&to=20123456|400|Empty text not allowed, rejected",
            KNOWN + "&to=20123456&text=%FF|400|Text is not in its charset, rejected",
            KNOWN + "&to=20123456&text=hi&charset=x%00|400|Charset is unknown, rejected",
            KNOWN + "&to=20123456&text=hi&coding=1|400|Binary messages are not taken, rejected",
            KNOWN + "&to=20123456&text=hi&udh=%05%00|400|Binary messages are not taken, rejected",
            KNOWN + "&to=20123456&text=hi&from=%0D%0ATo%3A|400|Sender is neither a number nor a name of 11 characters, rejected",
            KNOWN + "&to=20123456&text=hi&priority=4|400|priority is no number from 0 to 3, rejected",
            KNOWN + "&to=20123456&text=hi&validity=soon|400|validity is no number from 0 to 999999, rejected",
            KNOWN + "&to=20123456&text=hi&dlr-mask=1&dlr-url=http://169.254.169.254/|400|The host of dlr-url is not one of callbackHosts, rejected"})
    void whatCannotBeIsRefused(String query, int status, String text) {
        HttpResponse<String> answer = order(query);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text);
    }

    @Test
    void whatCannotBeStoredIsToComeAgain() {
        database.jdbi().useHandle(handle -> handle.execute("alter table sendsms rename to away"));
        HttpResponse<String> answer = order(KNOWN + to);
        database.jdbi().useHandle(handle -> handle.execute("alter table away rename to sendsms"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("Temporal failure, try again later.");
        assertThat(only("count(*)")).isEqualTo("0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"http://crm.example.com/dlr?d=%d, true", "https://CRM.example.com:444/, true", "http://10.0.0.7:8080/x, true", "http://10.0.0.7/x, false",
            "http://evil.example/?crm.example.com, false", "http://crm.example.com@evil.example/, false", "http://crm.example.com.evil.example/, false",
            "http://%p.example.com/, false", "ftp://crm.example.com/, false", "//crm.example.com/, false", "http://crm.example.com\\@evil.example/, false",
            "http://evil.example#@crm.example.com/, false"})
    void reportsGoToNamedHostsOnly(String url, boolean allowed) {
        assertThat(new CallbackHosts("crm.example.com, 10.0.0.7:8080").has(url)).isEqualTo(allowed);
    }
}
