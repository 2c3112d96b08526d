package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.ussd.UssdComponent;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A customer at a telephone that can dial, over the HTTP of a USSD gateway")
class UssdTest {

    private static final String GATEWAYS = """
            - route:
                from:
                  uri: ussd:main
                  parameters: { secret: s3cret, codes: "7:BAL 4711" }
                  steps:
                    - to: inbound:ussd
            - route:
                from:
                  uri: ussd:last
                  parameters: { method: GET, number: MSISDN, session: SESSIONID, input: INPUT, code: USSDCODE, inputs: LAST, goesOn: "1:", ends: "0:" }
                  steps:
                    - to: inbound:ussd
            - route:
                from:
                  uri: ussd:far
                  parameters: { allow: 192.0.2.0/24 }
                  steps:
                    - to: inbound:ussd
            """;
    private static final String PIN = """
            - route:
                id: secret
                from:
                  uri: command:SECRET
                  steps:
                    - to: ask:fault.phone?expect=pin&as=pin
                    - to: reply:bal.help
            """;
    private static final Map<String, String> WORDS = Map.of("ussd.later", "later", "ussd.received", "received", "ussd.back", "Back",
            "ussd.next", "More", "sorry.failed", "sorry");
    private static final AtomicInteger NUMBERS = new AtomicInteger(20_500_000);

    private static Company company;
    private static WebServer web;
    private static HttpClient gateway;
    private String customer;

    @BeforeAll
    static void open() throws Exception {
        company = new Company(PIN);
        web = WebServer.start("127.0.0.1", 0, null);
        company.open("ussd", new UssdComponent(web, company.hub().liveSessions(), company.hub().seal(), (key, number) -> WORDS.get(key)), GATEWAYS);
        gateway = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(); // a connection each, as gateways do
    }

    @AfterAll
    static void close() throws Exception {
        gateway.close();
        company.close();
        web.close();
    }

    @BeforeEach
    void somebodyNew() {
        customer = "+45" + NUMBERS.incrementAndGet();
    }

    private CompletableFuture<HttpResponse<String>> post(String path, Map<String, String> form) {
        return gateway.sendAsync(HttpRequest.newBuilder(web.url().resolve(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))).build(), BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream().map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private CompletableFuture<String> asks(String session, String text) {
        return post("/ussd/main/s3cret", Map.of("sessionId", session, "phoneNumber", customer, "serviceCode", "*123#", "networkCode", "1", "text", text))
                .thenApply(response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
                    return response.body();
                });
    }

    /** The screen that the customer sees; session and text are as the gateway sends them. */
    private String screen(String session, String text) {
        return asks(session, text).join();
    }

    private String last(String session, String input) {
        return gateway.sendAsync(HttpRequest.newBuilder(web.url().resolve("/ussd/last?" + encoded(Map.of("MSISDN", customer.substring(1),
                "SESSIONID", session, "INPUT", input, "USSDCODE", "*9#")))).build(), BodyHandlers.ofString()).join().body();
    }

    private static List<Map<String, Object>> services(int count) {
        List<Map<String, Object>> services = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            services.add(Map.of("id", "s" + i, "name", "Service number " + i));
        }
        return services;
    }

    private void answersBalance() throws Exception {
        company.asks().ok(Map.of("account", "4711", "balance", Map.of("amount", 12.5, "currency", "EUR"), "asOf", "2026-11-22"));
    }

    @Test
    void whoDialsSeesWhatTheyCanDoAndChoosesByNumber() throws Exception {
        String menu = screen(customer, "");
        assertThat(menu).startsWith("CON Acme. What would you like to do?\n1 Your balance\n2 ").hasSizeLessThanOrEqualTo(186);

        String number = menu.lines().filter(line -> line.endsWith("Your balance")).findFirst().orElseThrow().split(" ")[0];
        CompletableFuture<String> balance = asks(customer, number);
        answersBalance();
        assertThat(balance.join()).startsWith("END Balance of account 4711");
    }

    @Test
    void aLongListIsTurnedAndAnItemOfALaterPageChosen() throws Exception {
        CompletableFuture<String> first = asks(customer, "SERVICE");
        company.asks().ok(Map.of("services", services(12)));
        assertThat(first.join()).isEqualTo("CON Which service?\n1 Service number 1\n2 Service number 2\n3 Service number 3\n4 Service number 4\n"
                + "5 Service number 5\n6 Service number 6\n7 Service number 7\n8 Service number 8\n00 More");
        assertThat(screen(customer, "SERVICE*00")).isEqualTo("CON 9 Service number 9\n10 Service number 10\n"
                + "11 Service number 11\n12 Service number 12\n0 Back");
        assertThat(screen(customer, "SERVICE*00*0")).startsWith("CON Which service?");

        CompletableFuture<String> chosen = asks(customer, "SERVICE*00*0*11");
        Company.Call call = company.asks();
        assertThat(call.request().data()).containsEntry("service", "s11");
        call.ok(Map.of("active", true));
        assertThat(chosen.join()).startsWith("CON Service number 11 is on. Switch it off?\n1 YES\n2 NO");
        assertThat(screen(customer, "SERVICE*00*0*11*2")).isEqualTo("END Service number 11 stays as it is.");
    }

    @Test
    void anAnswerMayHoldAnAsterisk() {
        assertThat(screen(customer, "FAULT")).startsWith("CON What is out of order?\n1 ");
        assertThat(screen(customer, "FAULT*2")).startsWith("CON Where?");
        assertThat(screen(customer, "FAULT*2*Bredgade 1*2, Aarhus")).startsWith("CON Since when?");
        assertThat(company.wherever("Bredgade 1*2, Aarhus")).isNotEmpty();
    }

    @Test
    void theSameRequestAgainGetsTheSameScreenAndDoesNothing() throws Exception {
        List<CompletableFuture<String>> several = List.of(asks(customer, "BAL"), asks(customer, "BAL"), asks(customer, "BAL"));
        answersBalance();
        String first = several.getFirst().join();
        assertThat(first).startsWith("END Balance of account 4711");
        several.forEach(one -> assertThat(one.join()).isEqualTo(first));
        assertThat(screen(customer, "BAL")).isEqualTo(first);
        assertThat(company.unreadCalls()).isZero();
    }

    @Test
    void anEarlierRequestThatComesLateChangesNothing() {
        screen(customer, "FAULT");
        String where = screen(customer, "FAULT*2");
        assertThat(screen(customer, "FAULT")).isEqualTo(where);
        assertThat(screen(customer, "FAULT*2")).isEqualTo(where);
    }

    @Test
    void aSubCodeIsACommandAndWhatIsDialledBehindItItsAnswers() throws Exception {
        CompletableFuture<String> coded = asks(customer, "7");
        Company.Call call = company.asks();
        assertThat(call.request().data()).containsEntry("account", "4711");
        call.ok(Map.of("account", "4711", "balance", Map.of("amount", 12.5, "currency", "EUR"), "asOf", "2026-11-22"));
        assertThat(coded.join()).startsWith("END Balance of account 4711");

        somebodyNew();
        List<String> commands = screen(customer, "").lines().skip(1).toList();
        somebodyNew();
        int fault = commands.indexOf(commands.stream().filter(line -> line.endsWith("Report a fault")).findFirst().orElseThrow()) + 1;
        assertThat(screen(customer, fault + "*2*Bredgade 1")).startsWith("CON Since when?");
    }

    @Test
    void aDroppedSessionGoesOnAtTheNextDial() {
        screen(customer, "FAULT");
        String where = screen(customer, "FAULT*2");
        assertThat(post("/ussd/main/s3cret/ended", Map.of("sessionId", customer, "status", "Failed")).join().statusCode()).isEqualTo(200);

        assertThat(screen("another " + customer, "")).isEqualTo(where);
        assertThat(screen("another " + customer, "Bredgade 1")).startsWith("CON Since when?");
    }

    @Test
    void anOpenQuestionIsNotAnsweredByASubCode() {
        screen(customer, "FAULT");
        assertThat(screen("another " + customer, "2")).startsWith("CON What is out of order?");
    }

    @Test
    void aCommandThatNeedsMoreAsksForIt() throws Exception {
        assertThat(screen(customer, "PAY")).startsWith("CON ");
        CompletableFuture<String> paid = asks(customer, "PAY*100");
        assertThat(company.asks().request().data()).extractingByKey("amount").hasToString("100");
        assertThat(paid.join()).startsWith("END We are working on it");
    }

    @Test
    void aPinIsReadFromNowhereAfterwards() {
        assertThat(screen(customer, "SECRET")).startsWith("CON ");
        assertThat(screen(customer, "SECRET*80417265")).startsWith("END ");
        assertThat(screen(customer, "SECRET*80417265")).startsWith("END ");
        company.comesToRest();
        assertThat(company.wherever("80417265")).isEmpty();
    }

    @Test
    void whatTakesLongerThanThePatienceOfTheOperatorComesBySms() throws Exception {
        screen(customer, "FAULT");
        CompletableFuture<Void> busy = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> between = CompletableFuture.runAsync(() -> company.betweenTurns(customer, () -> {
            begun.complete(null);
            busy.join();
        }));
        begun.join();

        assertThat(screen(customer, "FAULT*2")).isEqualTo("END later");
        assertThat(screen(customer, "FAULT*2")).isEqualTo("END later");
        busy.complete(null);
        between.join();
        assertThat(company.answers(customer)).startsWith("Where?");
        assertThat(screen(customer, "FAULT*2")).isEqualTo("END later");
        assertThat(screen("another " + customer, "")).startsWith("CON Where?");
    }

    @Test
    void twoHundredWhoWaitForASlowBackOfficeAreAllAnsweredInTime() throws Exception {
        List<CompletableFuture<String>> screens = new ArrayList<>();
        List<String> customers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            somebodyNew();
            customers.add(customer);
            screens.add(asks(customer, "BAL").thenApply(screen -> {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
                return screen;
            }));
        }
        for (int i = 0; i < 200; i++) {
            Company.Call call = company.asks();
            call.answer().completeOnTimeout(call.reply(Reply.Status.OK, null, Map.of("account", "4711", "balance",
                    Map.of("amount", 12.5, "currency", "EUR"), "asOf", "2026-11-22")), 5, TimeUnit.SECONDS);
        }
        String working = "We are working on it and will text you as soon as it is done.";
        screens.forEach(screen -> assertThat(screen.join()).isIn("END " + working, "END later")); // later: where this machine is slow itself
        for (String one : customers) {
            String texted = company.answers(one);
            assertThat(texted.equals(working) ? company.answers(one) : texted).startsWith("Balance of account 4711");
        }
        assertThat(company.unread()).isEmpty();
    }

    @Test
    void aProviderMaySendTheLastInputAloneAndUseOtherNames() throws Exception {
        assertThat(last(customer, "*9#")).startsWith("1:Acme. What would you like to do?");
        assertThat(last(customer, "FAULT")).startsWith("1:What is out of order?");
        assertThat(last(customer, "FAULT")).startsWith("1:What is out of order?");
        assertThat(last(customer, "2")).startsWith("1:Where?");
        assertThat(last(customer, "Bredgade 1*2")).startsWith("1:Since when?");
    }

    @Test
    void whoIsNotTheGatewayIsRefused() {
        Map<String, String> form = Map.of("sessionId", "s", "phoneNumber", customer, "serviceCode", "*123#", "text", "BAL");
        assertThat(post("/ussd/far", form).join().statusCode()).isEqualTo(401);
        assertThat(post("/ussd/far/ended", form).join().statusCode()).isEqualTo(401);
        assertThat(post("/ussd/main", form).join().statusCode()).isEqualTo(404);
        assertThat(post("/ussd/last", form).join().statusCode()).isEqualTo(405);
        assertThat(post("/ussd/main/s3cret", Map.of("sessionId", "s", "phoneNumber", "Anna", "text", "")).join().statusCode()).isEqualTo(400);
        assertThat(post("/ussd/main/s3cret", Map.of("phoneNumber", customer, "text", "")).join().statusCode()).isEqualTo(400);
        assertThat(post("/ussd/main/s3cret", Map.of("sessionId", "s", "phoneNumber", customer, "text", "x".repeat(5_000))).join().statusCode())
                .isEqualTo(400);
        assertThat(company.ended(customer)).isEmpty();
    }

    @Test
    void theEndOfASessionThatNobodyCanHaveIsNotToldAgain() {
        assertThat(post("/ussd/main/s3cret/ended", Map.of("sessionId", "\0")).join().statusCode()).isEqualTo(200);
    }

    @Test
    void theSessionOfOneCustomerIsNotForAnother() {
        String session = customer;
        screen(session, "FAULT");
        somebodyNew();
        assertThat(screen(session, "FAULT*2")).isEqualTo("END sorry");
        assertThat(company.ended(customer)).isEmpty();
    }

    @Test
    void whatSteersNothingElseIsText() {
        assertThat(screen(customer, "FAULT")).startsWith("CON ");
        assertThat(screen(customer, "FAULT*2")).startsWith("CON ");
        assertThat(screen(customer, "FAULT*2*${header.x}{{sms.password}}\u0007<b>\u0000'--")).startsWith("CON Since when?");
        await().untilAsserted(() -> assertThat(company.wherever("${header.x}{{sms.password}}<b>'--")).isNotEmpty());
    }
}
