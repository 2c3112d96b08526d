package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.Settings;
import io.keyline.channel.sms.SmscComponent;
import io.keyline.language.Texts;
import io.keyline.route.EventSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.Component;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Route files are refused with file, line and what to write")
class RouteFilesTest {

    private static Texts texts;

    @TempDir
    Path directory;

    @BeforeAll
    static void load() throws Exception {
        texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en")
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30"));
    }

    @BeforeEach
    void make() throws IOException {
        directory = Files.createDirectory(directory.resolve("routes"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private List<String> problems() {
        return check(directory, new Properties());
    }

    private static List<String> check(Path directory, Properties settings) {
        return new RouteFiles(directory, texts, settings, () -> {
            Map<String, Component> components = new HashMap<>(EventSources.forChecks(settings.getProperty("kafka.brokers", "")));
            components.put("smpp", SmscComponent.forChecks());
            return components;
        }).check().stream().map(Problem::toString).toList();
    }

    /** A route of one step. Its id is in line 3, its keyword in line 4 and its step in line 6. */
    private static String route(String id, String from, String step) {
        return """
                # a comment
                - route:
                    id: %s
                    from: { uri: "%s",

                      steps: [ { to: "%s" } ] }
                """.formatted(id, from, step);
    }

    @Test
    void theShippedOnesPass() {
        Properties settings = Settings.read(Path.of("none"), false, Map.of(), new ArrayList<>()).properties();
        assertThat(check(Path.of("routes"), settings)).isEmpty();
    }

    @Test
    void thoseOfTheDocumentationPass() throws IOException {
        String page = Files.readString(Path.of("docs/events.md"));
        int examples = 0;
        for (MatchResult example : Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page).results().toList()) {
            write("example" + ++examples + ".yaml", example.group(1));
        }
        for (String name : List.of("renewal", "survey", "outage", "dunning", "invoice")) {
            write(name + ".yaml", route(name, "dialogue:" + name, "log:x"));
        }
        Properties settings = new Properties();
        settings.putAll(Map.of("back-office.prefix", "keyline.", "kafka.brokers", "kafka.example.com:9092"));
        assertThat(examples).isEqualTo(5);
        assertThat(check(directory, settings)).isEmpty();
    }

    @Test
    void kafkaWithoutBrokers() throws IOException {
        write("events.yaml", route("renewals", "kafka:renewals", "log:x"));
        assertThat(problems()).containsExactly("routes/events.yaml:4: kafka:renewals: no brokers; give kafka.brokers, for example "
                + "kafka.example.com:9092");
    }

    @Test
    void anUnknownOptionOfKafkaOrJms() throws IOException {
        Properties settings = new Properties();
        settings.setProperty("kafka.brokers", "kafka.example.com:9092");
        write("a.yaml", route("one", "kafka:renewals?group=x", "log:x"));
        write("b.yaml", route("two", "jms:queue:renewals?transact=true", "log:x"));
        assertThat(check(directory, settings)).satisfiesExactly(
                kafka -> assertThat(kafka).startsWith("routes/a.yaml:4: the option group is unknown"),
                jms -> assertThat(jms).startsWith("routes/b.yaml:4: the option transact is unknown").contains("transacted"));
    }

    @Test
    void anUnknownOption() throws IOException {
        write("bal.yaml", route("balance", "command:BAL?alias=SALDO", "reply:bal.answer"));
        assertThat(problems()).singleElement().asString().startsWith("routes/bal.yaml:4: ").contains("the option alias is unknown")
                .contains("aliases");
    }

    @Test
    void anUnknownOptionOfAStep() throws IOException {
        write("bal.yaml", route("balance", "command:BAL", "back-office:accounts.balance?patients=5s"));
        assertThat(problems()).singleElement().asString().startsWith("routes/bal.yaml:6: ").contains("the option patients is unknown")
                .contains("patience");
    }

    @Test
    void aMissingText() throws IOException {
        write("bal.yaml", route("balance", "command:BAL", "reply:bal.anser"));
        assertThat(problems())
                .containsExactly("routes/bal.yaml:6: the text bal.anser is not in the message catalogue; add it to each language");
    }

    @Test
    void aKeywordTakenTwice() throws IOException {
        write("a.yaml", route("one", "command:PAY?aliases=da:BETAL", "reply:pay.done"));
        write("b.yaml", route("two", "command:betal", "reply:pay.done"));
        assertThat(problems()).singleElement().asString().startsWith("routes/b.yaml:4: ").contains("keyword \"betal\"")
                .contains("is taken by routes/a.yaml, which spells it \"BETAL\": choose another word").doesNotContain("RouteFile[");
    }

    @Test
    void aSecondRouteForAnythingElse() throws IOException {
        write("a.yaml", route("one", "command:*", "reply:unknown.answer"));
        write("b.yaml", route("two", "command:*", "reply:unknown.answer"));
        assertThat(problems()).containsExactly("routes/b.yaml:4: command:* is taken by routes/a.yaml; one route gets what no other understands");
    }

    @Test
    void aReservedKeyword() throws IOException {
        write("end.yaml", route("end", "command:STOP", "reply:stop.done"));
        assertThat(problems()).containsExactly("routes/end.yaml:4: the keyword STOP is reserved: STOP opts customers out, before any keyword "
                + "or answer; choose another word, or say reserved: true if this route is its handling");
    }

    @Test
    void anUnknownComponent() throws IOException {
        write("bal.yaml", route("balance", "command:BAL", "replay:bal.answer"));
        assertThat(problems()).singleElement().asString().startsWith("routes/bal.yaml:6: there is no component replay:");
    }

    @Test
    void badYaml() throws IOException {
        write("bal.yaml", "- route:\n    id: balance\n    from:\n      uri: \"command:BAL\n      steps:\n");
        assertThat(problems()).singleElement().asString().matches("(?s)routes/bal.yaml:[456]: .*").doesNotContain("\n");
    }

    @Test
    void anUnknownWordOfTheYaml() throws IOException {
        write("bal.yaml", "- route:\n    id: balance\n    frm:\n      uri: command:BAL\n");
        assertThat(problems()).singleElement().asString().startsWith("routes/bal.yaml:").contains("frm").doesNotContain("\n");
    }

    @Test
    void aRouteWithoutAnId() throws IOException {
        write("bal.yaml", "# a route\n- route:\n    from:\n      uri: command:BAL\n      steps:\n        - to: reply:bal.help\n");
        assertThat(problems()).containsExactly("routes/bal.yaml:2: a route has no id; write id: and a name that tells what it does");
    }

    @Test
    void anIdTakenTwice() throws IOException {
        write("a.yaml", route("balance", "command:BAL", "reply:bal.help"));
        write("b.yaml", route("balance", "command:PAY", "reply:bal.help"));
        assertThat(problems()).containsExactly("routes/b.yaml:3: the route id balance is taken by routes/a.yaml");
    }

    @Test
    void anUnknownSetting() throws IOException {
        write("out.yaml", route("out", "outbound:sms?window={{sms.windw}}", "log:out"));
        assertThat(problems()).containsExactly(
                "routes/out.yaml:4: the setting sms.windw is unknown; bin/keyline settings lists those that there are");
    }

    @Test
    void anEnvironmentVariableThatIsNotSet() throws IOException {
        write("out.yaml", route("out", "outbound:sms?window={{env:KEYLINE_NOT_SET}}", "log:out"));
        assertThat(problems()).containsExactly("routes/out.yaml:4: the environment variable KEYLINE_NOT_SET is not set");
    }

    @Test
    void twoRoutesOutForTheSame() throws IOException {
        write("sms-out.yaml", route("sms-out", "outbound:sms", "log:out"));
        write("twilio.yaml", route("twilio-out", "outbound:sms", "log:out"));
        assertThat(problems()).containsExactly(
                "routes/twilio.yaml:4: outbound:sms is taken by routes/sms-out.yaml:4; keep one of them, or part them by numbers or prefixes");
    }

    @Test
    void routesOutThatPartTheirChannel() throws IOException {
        write("north.yaml", out("north", "prefixes: '+45,+46'"));
        write("rest.yaml", out("rest", "window: 10"));
        write("shop.yaml", out("shop", "numbers: '1234, SHOP', prefixes: '+46'"));
        write("mail.yaml", route("mail", "outbound:email", "log:out"));
        assertThat(problems()).isEmpty();

        write("south.yaml", out("south", "numbers: SHOP, prefixes: '+49, +46'"));
        assertThat(problems()).containsExactly("routes/south.yaml:4: outbound:sms from SHOP to +46 is taken by routes/shop.yaml:4; "
                + "keep one of them, or part them by numbers or prefixes");
    }

    @Test
    void aRouteOutForWhatIsNoPrefix() throws IOException {
        write("north.yaml", out("north", "prefixes: '+45,46'"));
        assertThat(problems()).containsExactly(
                "routes/north.yaml:4: outbound:sms: '46' in prefixes is no prefix, write + and digits, for example +45");
    }

    @Test
    void aCommaIsNotAllThereIs() throws IOException {
        write("north.yaml", out("north", "prefixes: ','"));
        write("shop.yaml", out("shop", "numbers: 'SHOP,'"));
        assertThat(problems()).containsExactly(
                "routes/north.yaml:4: outbound:sms: '' in prefixes is no prefix, write + and digits, for example +45",
                "routes/shop.yaml:4: outbound:sms: numbers 'SHOP,' has a comma without a number");
    }

    private static String out(String id, String options) {
        return route(id, "outbound:sms", "log:out").replace("uri: \"outbound:sms\"", "uri: outbound:sms, parameters: { " + options + " }");
    }

    @Test
    void aWrongDeclarationOfArguments() throws IOException {
        write("pay.yaml", route("payment", "command:PAY?arguments=amount:money", "reply:bal.help"));
        assertThat(problems()).containsExactly("routes/pay.yaml:4: arguments: 'amount:money' has an unknown kind, write one of word, number, "
                + "amount, rest");
    }

    @Test
    void aWrongValueOfAnOption() throws IOException {
        write("out.yaml", route("out", "outbound:sms?window=0", "log:out"));
        write("bal.yaml", route("balance", "command:BAL", "back-office:balance"));
        assertThat(problems()).containsExactly(
                "routes/bal.yaml:6: back-office:balance is not of the form system.operation, for example back-office:accounts.balance",
                "routes/out.yaml:4: outbound:sms: window is 0, write 1 to 4096");
    }

    @Test
    void aRateThatIsNone() throws IOException {
        write("north.yaml", out("north", "prefixes: '+45', rate: -25"));
        write("south.yaml", out("south", "prefixes: '+49', rate: NaN"));
        assertThat(problems()).containsExactly(
                "routes/north.yaml:4: outbound:sms: rate is -25.0, write messages a second, or 0 for no limit",
                "routes/south.yaml:4: outbound:sms: rate is NaN, write messages a second, or 0 for no limit");
    }

    @Test
    void allThatIsWrongInAllFilesIsSaidAtOnce() throws IOException {
        write("a.yaml", route("one", "command:STOP", "reply:nothing"));
        write("b.yaml", route("one", "command:PAY?usage=none", "reply:pay.done"));
        write("c.yaml", route("three", "command:PAY?alias=x", "reply:pay.done"));
        write("d.yaml", "- rout:\n    id: x\n");
        assertThat(problems()).extracting(problem -> problem.substring(0, "routes/a.yaml:1".length()))
                .containsExactly("routes/a.yaml:4", "routes/a.yaml:6", "routes/b.yaml:3", "routes/b.yaml:4", "routes/c.yaml:4", "routes/d.yaml:1");
    }
}
