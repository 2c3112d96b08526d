package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.keyline.demo.Receipts;
import io.keyline.demo.ShortMessage;
import io.keyline.hub.Names;
import io.keyline.hub.TraceIds;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("What operators see of a hub that runs")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeeingTest {

    private static final Pattern METRIC = Pattern.compile("\\b(keyline|hikaricp|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
    private static final Pattern LABEL = Pattern.compile("[{,]\\s*([a-z_]+)\\s*(?:=~|!~|!=|=)");
    private static final String BALANCE = "+4520770001";
    private static final String RENEWS = "+4520770002";
    private static final String ASKS_FOR_A_PERSON = "+4520770003";
    private static final String STOPS = "+4520770004";
    private static final String ORDERS = "+4520770008";

    @TempDir
    static Path directory;
    private static Seen hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new Seen(directory);
        hub.smsc.receipts(Receipts.AFTER);
        hub.text(BALANCE, "BAL");
        hub.text(RENEWS, "RENEW");
        hub.text(RENEWS, "yes");
        hub.text(ASKS_FOR_A_PERSON, "AGENT");
        hub.text(STOPS, "STOP");
        hub.text("+4520770005", "RENEW");
        hub.send(ShortMessage.of("+4520770006", Seen.SHORT_CODE).esmClass(0x04).text("no receipt at all"));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    @Order(1)
    void readyNamesEachCheckAndAllAreWell() throws Exception {
        Seen.Answer ready = hub.observe("health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(checks(ready)).containsOnlyKeys("routes", "database", "disk", "broker", "back offices", "publisher", "smpp", "ways out", "deployments");
        assertThat(checks(ready).values()).allSatisfy(check -> assertThat(check.get("status").asText()).as("%s", check).isEqualTo("UP"));
        assertThat(hub.observe("health/live").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void everyMessageIsCountedByWhatBecameOfIt() {
        hub.awaitSeries("keyline_messages_received_total{channel=\"sms\"}", 6);
        hub.awaitSeries("keyline_messages_handled_total{channel=\"sms\",outcome=\"answered\",route=\"balance\"}", 1);
        hub.awaitSeries("keyline_messages_out_total{category=\"reply\",channel=\"sms\",outcome=\"sent\"}", 6);
        hub.awaitSeries("keyline_parts_out_total{channel=\"sms\",connection=\"sms\"}", 6);
        hub.awaitSeries("keyline_receipts_total{connection=\"sms\",state=\"delivered\"}", 6);
        hub.awaitSeries("keyline_receipt_seconds_count{connection=\"sms\",state=\"delivered\"}", 6);
        hub.awaitSeries("keyline_messages_written_total{category=\"reply\",channel=\"sms\",route=\"renew\"}", 3);
        hub.awaitSeries("keyline_spans_dropped_total", 0);
        hub.awaitSeries("keyline_consent_changes_total{action=\"opt_out\",channel=\"sms\"}", 1);
        hub.awaitSeries("keyline_back_office_seconds_count{operation=\"accounts.balance\",outcome=\"ok\"}", 1);
        hub.awaitSeries("keyline_quarantined_total{channel=\"sms\",connection=\"sms\",reason=\"a delivery receipt without message id\"}", 1);
        hub.awaitSeries("keyline_turn_seconds_count{cause=\"message\",channel=\"sms\"}", 6);
        hub.awaitSeries("keyline_work_items_open{queue=\"agents\"}", 1);
        hub.awaitSeries("keyline_conversations_open{state=\"ASKED\"}", 1);
    }

    @Test
    @Order(3)
    void thePublicPortShowsNothingOfThisAndCountsWhoAsks() throws Exception {
        for (String path : List.of("/observe/health", "/observe/metrics", "/secret-that-somebody-guesses")) {
            assertThat(hub.get(hub.webPort, path).status()).isEqualTo(404);
        }

        hub.awaitSeries("keyline_refused_total{channel=\"other\",reason=\"404\"}", 3);
        assertThat(hub.observe("metrics").body()).doesNotContain("secret-that-somebody-guesses");
    }

    @Test
    @Order(4)
    void dashboardAndAlertsNameNothingThatIsNotMeasured() throws Exception {
        System.gc(); // so that there is a pause to be measured
        Set<String> named = new TreeSet<>();
        for (Object rule : rules()) {
            named.addAll(metrics((String) ((Map<?, ?>) rule).get("expr")));
        }
        named.addAll(metrics(Files.readString(Path.of("operations/grafana/keyline.json"))));

        assertThat(named).hasSizeGreaterThan(25);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(metrics(hub.observe("metrics").body())).containsAll(named));
    }

    /** A label that a metric does not have gives no error in Prometheus, but no line either, or one for all. */
    @Test
    @Order(4)
    void dashboardAndAlertsAskForNoLabelThatThereIsNot() throws Exception {
        List<String> expressions = new ArrayList<>(rules().stream().map(rule -> (String) ((Map<?, ?>) rule).get("expr")).toList());
        new ObjectMapper().readTree(Path.of("operations/grafana/keyline.json").toFile()).findValues("expr").forEach(one -> expressions.add(one.asText()));
        Map<String, Set<String>> labels = labels(hub.observe("metrics").body());

        assertThat(expressions).hasSizeGreaterThan(60).allSatisfy(expression -> {
            Set<String> asked = new TreeSet<>();
            GROUPED.matcher(expression).results().forEach(by -> asked.addAll(List.of(by.group(1).split(",\\s*"))));
            for (Matcher metric = METRIC.matcher(expression); metric.find();) {
                Set<String> known = labels.getOrDefault(metric.group(), Set.of());
                assertThat(known).as("%s has, of what is grouped by in %s", metric.group(), expression).containsAll(asked);
                assertThat(known).as("%s has, of what is chosen in %s", metric.group(), expression).containsAll(chosen(expression.substring(metric.end())));
            }
        });
    }

    /** Of each metric, with those that Prometheus gives to whatever it scrapes. */
    private static Map<String, Set<String>> labels(String scraped) {
        Map<String, Set<String>> labels = new HashMap<>();
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Set<String> known = labels.computeIfAbsent(line.split("[{ ]", 2)[0], metric -> new TreeSet<>(Set.of("job", "instance")));
            if (line.contains("{")) {
                LABEL.matcher(line.substring(line.indexOf('{'))).results().forEach(label -> known.add(label.group(1)));
            }
        });
        return labels;
    }

    /** The labels in braces, with which what follows a metric's name may begin. */
    private static Set<String> chosen(String behind) {
        return !behind.startsWith("{") ? Set.of()
                : LABEL.matcher(behind.substring(0, behind.indexOf('}'))).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }

    @Test
    @Order(5)
    void everyAlertIsExplained() throws Exception {
        List<String> explained = Files.readAllLines(Path.of("docs/alerts.md")).stream().filter(line -> line.startsWith("## Keyline"))
                .map(line -> line.substring(3)).toList();

        assertThat(explained).containsExactlyElementsOf(rules().stream().map(rule -> (String) ((Map<?, ?>) rule).get("alert")).toList());
    }

    @Test
    @Order(6)
    void whyTellsWhatAMessageLedTo() {
        String name = named("in", BALANCE);

        assertThat(why(BALANCE).lines()).hasSize(2);
        assertThat(why(name)).contains("> in   " + name + "  sms by sms, from +452077****, identified", "handled by balance: ANSWERED",
                "called accounts.balance: ok after ", "reply: DELIVERED", "part 1 of 1 by sms", " s after it was sent", "cost 0.0350 EUR", "trace " + TraceIds.trace(Names.parse(name))).doesNotContain("BAL", BALANCE, "1250");
        assertThat(why(name, "--texts")).contains("\"BAL\"", BALANCE, "1,250.50");
    }

    @Test
    @Order(7)
    void whyTellsOfAConversationWhatWasAskedCalledAndAnswered() {
        String answer = named("out", RENEWS);

        assertThat(why(answer)).containsSubsequence("handled by renew: ANSWERED", "step 1: call subscriptions.find: ok", "step 2: ask renew.offer",
                "handled by renew: ANSWERED", "> out  " + answer, "step 3: call subscriptions.renew: ok", " of renew: ENDED").contains("step 2: ask renew.offer, waited for: it came after ")
                .doesNotContain("Gold");
    }

    @Test
    @Order(8)
    void whyTellsOfConsentOfWorkItemsAndOfNobody() {
        assertThat(why(named("in", STOPS))).contains("consent OPT_OUT of * by rule");
        assertThat(why(named("in", ASKS_FOR_A_PERSON))).contains("handled by agent", "work item agents opened by keyline");
        assertThat(why("+4599999999")).contains("there is no such message");
    }

    @Test
    @Order(9)
    void aTraceGoesFromTheFirstMessageToTheLastReceipt() {
        List<String> messages = new Scanner(why(RENEWS)).findAll("  (in|out) +(\\w+)  ").map(line -> line.group(2)).toList().reversed();
        String trace = TraceIds.trace(Names.parse(messages.getFirst()));

        await().atMost(Duration.ofSeconds(20)).until(() -> steps(trace).size() == 10);
        assertThat(steps(trace)).containsExactlyInAnyOrder(
                "intake " + messages.get(0) + " within nothing: sms", "turn " + messages.get(0) + " within intake: renew ANSWERED",
                "call " + messages.get(0) + " within intake: subscriptions.find ok", "send " + messages.get(1) + " within turn: reply SENT",
                "receipt " + messages.get(1) + " within send: DELIVERED",
                "intake " + messages.get(2) + " within intake: sms", "turn " + messages.get(2) + " within intake: renew ANSWERED",
                "call " + messages.get(0) + " within intake: subscriptions.renew ok", "send " + messages.get(3) + " within turn: reply SENT",
                "receipt " + messages.get(3) + " within send: DELIVERED");
        assertThat(hub.collector.received()).doesNotContain(RENEWS, RENEWS.substring(1), "RENEW\"", "Gold");
    }

    /** The system that is asked by HTTP fails at first, and is asked again. */
    @Test
    @Order(9)
    void aSystemIsToldTheStepOfTheTraceThatItsWorkIs() {
        hub.text(ORDERS, "ORDER");
        String message = named("in", ORDERS);
        String trace = TraceIds.trace(Names.parse(message));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(steps(trace)).hasSize(5));
        Span call = hub.collector.spans().stream().filter(span -> Collector.hex(span.getTraceId()).equals(trace) && span.getName().equals("call")).findFirst().orElseThrow();
        assertThat(hub.shop).containsExactly("00-" + trace + "-" + Collector.hex(call.getSpanId()) + "-01", "00-" + trace + "-" + Collector.hex(call.getSpanId()) + "-01");
        assertThat(why(message)).contains("called orders.find: refused no-order after ", ", asked 2 times, waited ", " s in the hub, to be asked again");
    }

    /** Of a trace, each step with its parent's name. */
    private static List<String> steps(String trace) {
        List<Span> spans = hub.collector.spans().stream().filter(span -> Collector.hex(span.getTraceId()).equals(trace)).toList();
        Map<ByteString, String> names = spans.stream().collect(Collectors.toMap(Span::getSpanId, Span::getName));
        return spans.stream().map(span -> span.getName() + " " + Collector.attribute(span, "message") + " within "
                + names.getOrDefault(span.getParentSpanId(), "nothing") + ": " + Stream.of("route", "operation", "category", "outcome")
                        .map(name -> Collector.attribute(span, name)).filter(value -> !value.isEmpty())
                        .reduce((one, next) -> one + " " + next).orElse(Collector.attribute(span, "channel"))).toList();
    }

    @Test
    @Order(10)
    void whyTellsWhatAMessageWaitedFor() {
        hub.smsc.faults().throttle(1, 0x58);
        hub.smsc.send("+4520770007", Seen.SHORT_CODE, "BAL");
        hub.awaitSeriesAbove("keyline_messages_delayed_total{channel=\"sms\",reason=\"throttled\"}", 1);
        hub.smsc.faults().none();

        await().atMost(Duration.ofSeconds(30)).until(() -> !hub.replies("+4520770007").isEmpty());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(why(named("out", "+4520770007"))).containsPattern("delayed \\d+\\.\\d+ s: throttled"));
    }

    @Test
    @Order(11)
    void aProviderThatIsAwayIsNamedAndTakesNobodyOffTheOtherChannels() throws Exception {
        hub.smsc.stopListening();
        hub.smsc.disconnectAll();

        hub.awaitSeries("keyline_connection_up{connection=\"sms\",role=\"receiver\"}", 0);
        Seen.Answer ready = hub.observe("health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(checks(ready).get("smpp").get("status").asText()).isEqualTo("DOWN");
        assertThat(checks(ready).get("smpp").get("message").asText()).contains("receiver sms to 127.0.0.1:" + hub.smsc.port());
        assertThat(hub.observe("health").status()).isEqualTo(503);
    }

    @Test
    @Order(12)
    void whoIsToldToStopIsNotReadyAnyMore() {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(hub::stop);

        await().pollInterval(Duration.ofMillis(5)).until(() -> hub.observe("health/ready").body().contains("the hub is stopping"));
        stopped.join();
    }

    private static Map<String, JsonNode> checks(Seen.Answer answer) throws Exception {
        return StreamSupport.stream(answer.json().get("checks").spliterator(), false)
                .collect(Collectors.toMap(check -> check.get("name").asText(), check -> check));
    }

    private static List<?> rules() throws Exception {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("operations/alerts.yaml")));
        return (List<?>) ((Map<?, ?>) ((List<?>) file.get("groups")).getFirst()).get("rules");
    }

    private static Set<String> metrics(String text) {
        Set<String> names = new TreeSet<>();
        for (Matcher matcher = METRIC.matcher(text); matcher.find();) {
            names.add(matcher.group());
        }
        return names;
    }

    /** The latest message of a customer in a direction. */
    private static String named(String direction, String customer) {
        Matcher line = Pattern.compile("  " + direction + " +(\\w+)  ").matcher(why(customer));
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    /** What the command prints, on either stream. */
    private static String why(String... arguments) {
        Terminal terminal = new Terminal("--config", hub.config.toString());
        terminal.run(new WhyCommand(), arguments);
        return terminal.out() + terminal.err();
    }
}
