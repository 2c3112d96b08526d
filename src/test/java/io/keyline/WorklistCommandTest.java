package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.OperatorToken;
import io.keyline.console.WorklistOperations;
import io.keyline.hub.Names;
import io.keyline.worklist.Office;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bin/keyline worklist")
class WorklistCommandTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(4540_000);

    @TempDir
    static Path directory;
    private static Office office;
    private static Api api;
    private static Path config;

    private final String address = "+" + NUMBERS.incrementAndGet() + "001";
    private Terminal terminal;

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
        terminal = new Terminal("--config", settings.toString());
        return terminal.run(new WorklistCommand(), words);
    }

    private String item(String queue) {
        return Names.of(office.item(queue, office.customer(address, "hello")));
    }

    @Test
    void takesAnItemToItsEnd() {
        String item = item("shop");
        assertThat(keyline("--queue", "shop")).isZero();
        assertThat(terminal.out().lines()).hasSize(2).last().asString().startsWith(item).contains("shop", address, "not understood");
        assertThat(keyline("claim", item, "--as", "anna")).isZero();
        assertThat(terminal.out()).isEqualToIgnoringNewLines("it is anna's now\n");
        assertThat(keyline("claim", item)).isEqualTo(1);
        assertThat(terminal.err()).isEqualToIgnoringNewLines("anna has this item\n");
        assertThat(keyline("answer", item, "We call you", "--as", "anna")).isZero();
        await().until(() -> office.sent.contains(address + " We call you"));
        assertThat(keyline("release", item, "--as", "anna")).isZero();
        assertThat(keyline("close", item, "--note", "called")).isZero();
        assertThat(terminal.out()).isEqualToIgnoringNewLines("closed as answered\n");
        assertThat(keyline("--queue", "shop")).isZero();
        assertThat(terminal.out()).isEqualToIgnoringNewLines("nothing waits for an employee\n");
        assertThat(keyline("--queue", "shop", "--all")).isZero();
        assertThat(terminal.out()).contains(item, "answered");
        assertThat(keyline("show", item)).isZero();
        assertThat(terminal.out()).contains("closed by operator", "> hello", "< echo hello", "< We call you", "* anna answered",
                "* operator closed: called");
        assertThat(terminal.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void handsBackAndSettlesOptOuts() {
        long customer = office.customer(address, "maybe never");
        String asked = Names.of(office.item("dialogues", customer, office.conversation(customer, address, "HANDED", Office.QUESTION)));
        assertThat(keyline("hand-back", asked, "perhaps")).isEqualTo(1);
        assertThat(terminal.err()).isEqualToIgnoringNewLines("answer: is no answer to the question: Renew?\n");
        assertThat(keyline("hand-back", asked, "yes")).isZero();
        String consent = Names.of(office.item("consent", customer));
        assertThat(keyline("show", consent)).isZero();
        assertThat(terminal.out()).contains("POSSIBLE OPT-OUT");
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
        assertThat(terminal.out().lines()).contains(
                "  asked       renew.offer: Renew?",
                "  step  1     call subscriptions.find  ok {\"plan\":\"Gold\"}",
                "  step  2     call receipts.send  refused no-email {}",
                "  step  3     call subscriptions.renew  (waits)");
    }

    @Test
    void aLongTextIsFoldedBetweenItsWords() {
        String item = Names.of(office.item("long", office.customer(address, "word ".repeat(40) + "x".repeat(200))));
        assertThat(keyline("show", item)).isZero();
        assertThat(terminal.out().lines().filter(line -> line.contains("word"))).isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("word").hasSizeLessThanOrEqualTo(120));
        assertThat(terminal.out().lines().filter(line -> line.contains("xxx"))).hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    /** A customer cannot steer an employee's terminal. */
    @Test
    void whatACustomerWroteIsShownWithoutControlCharacters() {
        String hostile = "red \u001b[31m\u0007 \u202Eturned\r\nline \u009b2J";
        String item = Names.of(office.item("hostile", office.customer(address, hostile)));
        assertThat(keyline("show", item)).isZero();
        assertThat(terminal.out()).contains("> red [31m turned  line 2J").doesNotContain("\u001b", "\u0007", "\u202E", "\u009b", "\r");
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
            assertThat(terminal.err()).isEqualToIgnoringNewLines("say who you are: --as anna or --as bo\n");
            assertThat(keyline(settings, "claim", item, "--as", "bo")).isZero();
            assertThat(office.text("select claimed_by from work_item where id = " + Names.parse(item))).isEqualTo("bo");
            assertThat(keyline(settings, "claim", item, "--as", "carla")).isEqualTo(1);
        }
    }

    @Test
    void whatIsWrongIsSaidAndNoStackIsShown() throws Exception {
        assertThat(keyline("show", "../x")).isEqualTo(1);
        assertThat(terminal.err()).contains("'../x' is not the id of an item");
        assertThat(keyline("show", "zzzzzzzzz")).isEqualTo(1);
        assertThat(terminal.err()).isEqualToIgnoringNewLines("there is no such item\n");
        Path nobody = Files.writeString(directory.resolve("nobody.properties"), "api.port = 1\ndata.directory = " + directory.resolve("data"));
        assertThat(keyline(nobody)).isEqualTo(1);
        assertThat(terminal.err()).contains("does not answer", "api.port").doesNotContain("\tat ");
        Path fresh = Files.writeString(directory.resolve("fresh.properties"), "data.directory = " + directory.resolve("none"));
        assertThat(keyline(fresh)).isEqualTo(1);
        assertThat(terminal.err()).contains("start Keyline first");
    }
}
