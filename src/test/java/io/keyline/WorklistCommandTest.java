package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.OperatorToken;
import io.keyline.console.WorklistOperations;
import io.keyline.hub.Names;
import io.keyline.worklist.Office;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@DisplayName("bin/keyline worklist")
@Isolated // what the process prints is looked at
class WorklistCommandTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(4540_000);

    @TempDir
    static Path directory;
    private static Office office;
    private static Api api;
    private static Path config;

    private final String address = "+" + NUMBERS.incrementAndGet() + "001";
    private final StringWriter out = new StringWriter();
    private String error = "";

    @BeforeAll
    static void start() throws Exception {
        office = new Office();
        api = Api.start("127.0.0.1", 0, Employees.operator(OperatorToken.ensure(directory.resolve("data"))), WorklistOperations.of(office.worklist));
        config = Files.writeString(directory.resolve("keyline.properties"), "api.port = " + api.port() + "\ndata.directory = " + directory.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        office.close();
    }

    private int keyline(String... words) {
        return keyline(config, words);
    }

    private int keyline(Path settings, String... words) {
        List<String> line = new ArrayList<>(Arrays.asList(words));
        line.addAll(List.of("--config", settings.toString()));
        out.getBuffer().setLength(0);
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return new CommandLine(new WorklistCommand()).setOut(new PrintWriter(out, true)).execute(line.toArray(String[]::new));
        } finally {
            System.setErr(before);
            error = said.toString(StandardCharsets.UTF_8);
        }
    }

    private String item(String queue) {
        return Names.of(office.item(queue, office.customer(address, "hello")));
    }

    @Test
    void takesAnItemToItsEnd() {
        String item = item("shop");
        assertThat(keyline("--queue", "shop")).isZero();
        assertThat(out.toString().lines()).hasSize(2).last().asString().startsWith(item).contains("shop", address, "not understood");
        assertThat(keyline("claim", item, "--as", "anna")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("it is anna's now\n");
        assertThat(keyline("claim", item)).isEqualTo(1);
        assertThat(error).isEqualToIgnoringNewLines("anna has this item\n");
        assertThat(keyline("answer", item, "We call you", "--as", "anna")).isZero();
        await().until(() -> office.sent.contains(address + " We call you"));
        assertThat(keyline("release", item, "--as", "anna")).isZero();
        assertThat(keyline("close", item, "--note", "called")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("closed as answered\n");
        assertThat(keyline("--queue", "shop")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("nothing waits for an employee\n");
        assertThat(keyline("--queue", "shop", "--all")).isZero();
        assertThat(out.toString()).contains(item, "answered");
        assertThat(keyline("show", item)).isZero();
        assertThat(out.toString()).contains("closed by operator", "> hello", "< echo hello", "< We call you", "* anna answered",
                "* operator closed: called");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void handsBackAndSettlesOptOuts() {
        long customer = office.customer(address, "maybe never");
        String asked = Names.of(office.item("dialogues", customer, office.conversation(customer, address, "HANDED", Office.QUESTION)));
        assertThat(keyline("hand-back", asked, "perhaps")).isEqualTo(1);
        assertThat(error).isEqualToIgnoringNewLines("answer: is no answer to the question: Renew?\n");
        assertThat(keyline("hand-back", asked, "yes")).isZero();
        String consent = Names.of(office.item("consent", customer));
        assertThat(keyline("show", consent)).isZero();
        assertThat(out.toString()).contains("POSSIBLE OPT-OUT");
        assertThat(keyline("close", consent)).isEqualTo(1);
        assertThat(keyline("close", consent, "--opt-out", "--no-opt-out")).isEqualTo(2);
        assertThat(keyline("close", consent, "--opt-out", "--note", "said so")).isZero();
        assertThat(office.text("select words from consent where customer_id = " + customer + " and rule = 'employee'")).isEqualTo("said so");
    }

    @Test
    void showsTheQuestionThatIsOpenAndWhatTheBackOfficeSaid() throws Exception {
        long customer = office.customer(address, "maybe");
        long conversation = office.conversation(customer, address, "HANDED", Office.QUESTION);
        office.call(conversation, 1, "subscriptions.find", "{\"key\": \"4711-1\", \"status\": \"OK\", \"data\": {\"plan\": \"Gold\"}}");
        office.call(conversation, 2, "receipts.send", "{\"key\": \"4711-2\", \"status\": \"REFUSED\", \"reason\": \"no-email\", \"data\": {}}");
        office.call(conversation, 3, "subscriptions.renew", null);
        assertThat(keyline("show", Names.of(office.item("dialogues", customer, conversation)))).isZero();
        assertThat(out.toString().lines()).contains(
                "  asked       renew.offer: Renew?",
                "  step  1     call subscriptions.find  ok {\"plan\":\"Gold\"}",
                "  step  2     call receipts.send  refused no-email {}",
                "  step  3     call subscriptions.renew  (waits)");
    }

    @Test
    void aLongTextIsFoldedBetweenItsWords() {
        String item = Names.of(office.item("long", office.customer(address, "word ".repeat(40) + "x".repeat(200))));
        assertThat(keyline("show", item)).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("word"))).isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("word").hasSizeLessThanOrEqualTo(120));
        assertThat(out.toString().lines().filter(line -> line.contains("xxx"))).hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    /** A customer cannot steer an employee's terminal. */
    @Test
    void whatACustomerWroteIsShownWithoutControlCharacters() {
        String hostile = "red \u001b[31m\u0007 \u202Eturned\r\nline \u009b2J";
        String item = Names.of(office.item("hostile", office.customer(address, hostile)));
        assertThat(keyline("show", item)).isZero();
        assertThat(out.toString()).contains("> red [31m turned  line 2J").doesNotContain("\u001b", "\u0007", "\u202E", "\u009b", "\r");
    }

    @Test
    void theHubsTokenIsForItsOwnUserOnlyAndStaysTheSame() throws Exception {
        Path data = directory.resolve("data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("api-token")))).isEqualTo("rw-------");
        assertThat(OperatorToken.ensure(data)).isEqualTo(OperatorToken.ensure(data)).hasSizeGreaterThan(40);
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void withEmployeesSetEachActsByTheirOwnToken() throws Exception {
        String item = item("named");
        String tokens = "anna:annas-token-0123456789,bo:bos-token-0123456789-0";
        try (Api named = Api.start("127.0.0.1", 0, Employees.of(tokens, Set.of()), WorklistOperations.of(office.worklist))) {
            Path settings = Files.writeString(directory.resolve("named.properties"), "api.port = " + named.port() + "\napi.tokens = " + tokens);
            assertThat(keyline(settings, "claim", item)).isEqualTo(1);
            assertThat(error).isEqualToIgnoringNewLines("say who you are: --as anna or --as bo\n");
            assertThat(keyline(settings, "claim", item, "--as", "bo")).isZero();
            assertThat(office.text("select claimed_by from work_item where id = " + Names.parse(item))).isEqualTo("bo");
            assertThat(keyline(settings, "claim", item, "--as", "carla")).isEqualTo(1);
        }
    }

    @Test
    void whatIsWrongIsSaidAndNoStackIsShown() throws Exception {
        assertThat(keyline("show", "../x")).isEqualTo(1);
        assertThat(error).contains("'../x' is not the id of an item");
        assertThat(keyline("show", "zzzzzzzzz")).isEqualTo(1);
        assertThat(error).isEqualToIgnoringNewLines("there is no such item\n");
        Path nobody = Files.writeString(directory.resolve("nobody.properties"), "api.port = 1\ndata.directory = " + directory.resolve("data"));
        assertThat(keyline(nobody)).isEqualTo(1);
        assertThat(error).contains("does not answer", "api.port").doesNotContain("\tat ");
        Path fresh = Files.writeString(directory.resolve("fresh.properties"), "data.directory = " + directory.resolve("none"));
        assertThat(keyline(fresh)).isEqualTo(1);
        assertThat(error).contains("start Keyline first");
    }
}
