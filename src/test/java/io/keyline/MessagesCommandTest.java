package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.MessageOperations;
import io.keyline.console.OperatorToken;
import io.keyline.deploy.Problem;
import io.keyline.hub.Names;
import io.keyline.messages.Ledger;
import io.keyline.messages.MessageLog;
import io.keyline.messages.Tariff;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bin/keyline messages")
class MessagesCommandTest {

    private static final String CUSTOMER = "+4551000001";

    @TempDir
    static Path directory;
    private static Database database;
    private static Api api;
    private static Path config;
    private static Path rates;
    private static long asked;
    private static long answered;
    private final Terminal terminal = new Terminal("--config", config.toString());

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.fresh();
        rates = Files.writeString(directory.resolve("rates.csv"), "provider,prefix,direction,currency,rate,from\nsms,+45,out,EUR,0.0350,2020-01-01\n");
        Tariff tariff = Tariff.read(rates, directory.resolve("none.csv"), ZoneOffset.UTC, (file, line, what) -> {
            throw new AssertionError(what);
        });
        MessageLog log = new MessageLog(database.jdbi(), new Ids(0, 0)::next, tariff, Duration.ofSeconds(10));
        api = Api.start("127.0.0.1", 0, Employees.operator(OperatorToken.ensure(directory.resolve("data"))), MessageOperations.of(log));
        config = Files.writeString(directory.resolve("keyline.properties"), "api.port = " + api.port() + "\ndata.directory = " + directory.resolve("data"));
        Ledger ledger = new Ledger(database.jdbi());
        ledger.customer(1, CUSTOMER);
        asked = ledger.in(Ledger.day(2), 1, CUSTOMER, "BAL\u001b[2J", "balance");
        answered = ledger.out(Ledger.day(2), 1, CUSTOMER, "Balance: 12 kr.", asked, 2);
        ledger.customer(2, "+4670000001");
        ledger.out(Ledger.day(2), 2, "+4670000001", "Hej", 0, 1);
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private int keyline(String... words) {
        return terminal.run(new MessagesCommand(), words);
    }

    @Test
    void listsTheNewestFirstWithWhatTheyCost() {
        assertThat(keyline("--customer", CUSTOMER)).isZero();
        assertThat(terminal.out().lines().map(line -> line.replaceAll(" +", " "))).satisfiesExactly(
                head -> assertThat(head).startsWith("TIME MESSAGE"),
                newest -> assertThat(newest).contains(Names.of(answered) + " out sms sms +455100**** DELIVERED balance 0.0700 EUR"),
                oldest -> assertThat(oldest).contains(Names.of(asked) + " in sms sms +455100**** ANSWERED balance"));
    }

    @Test
    void showsTextsWhenAskedToAndNothingThatSteersTheTerminal() {
        assertThat(keyline("--customer", CUSTOMER, "--texts")).isZero();
        assertThat(terminal.out()).contains(CUSTOMER, "Balance: 12 kr.", "BAL[2J").doesNotContain("\u001b");
    }

    @Test
    void goesOverPagesAndSaysWhenThereAreMore() {
        assertThat(keyline("--customer", CUSTOMER, "--limit", "1")).isZero();
        assertThat(terminal.out()).contains("there are more: --limit N shows them").doesNotContain(Names.of(asked));
        assertThat(keyline("--text", "nothing of the kind")).isZero();
        assertThat(terminal.out()).startsWith("there are none from ");
    }

    @Test
    void writesAFile() throws Exception {
        Path file = directory.resolve("messages.csv");
        assertThat(keyline("--customer", CUSTOMER, "--csv", file.toString())).isZero();
        assertThat(terminal.out()).isEqualTo(Files.size(file) + " bytes are in " + file + System.lineSeparator());
        assertThat(Files.readAllLines(file)).hasSize(3);

        assertThat(keyline("--customer", "+4599999999", "--csv", directory.resolve("other.csv").toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("customer: nobody has this address");
        assertThat(directory.resolve("other.csv")).doesNotExist();
    }

    @Test
    void saysWhatItCostsAndWhatHasNoRate() {
        String day = Ledger.day(2).atZone(ZoneOffset.UTC).toLocalDate().toString();
        assertThat(keyline("--cost", "--by", "route", "--from", day, "--to", day)).isZero();
        assertThat(terminal.out().lines().skip(1).map(line -> line.replaceAll(" +", " ").strip())).containsExactly("ROUTE MESSAGES SEGMENTS COST",
                "balance 1 2 0.0700 EUR", "none 1 1 -", "total 2 3 0.0700 EUR", "1 segments have no rate: see rates.file");
        assertThat(keyline("--cost", "--by", "moon")).isEqualTo(1);
        assertThat(terminal.err()).contains("by: is none of department, provider, day, route");
    }

    @Test
    void aTariffOrACollectorThatIsWrongIsRefusedBeforeTheHubStarts() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.csv"), "provider,prefix,direction,currency,rate,from\nsms,+45,out,EUR,cheap,2020-01-01\n");
        List<Problem> problems = new ArrayList<>();
        Settings settings = Settings.read(config, true, Map.of("KEYLINE_RATES_FILE", wrong.toString(), "KEYLINE_TRACING_URL", "http://127.0.0.1:4318",
                "KEYLINE_TRACING_SHARE", "1.5"), problems);

        assertThat(Application.check(settings, problems)).isNull();
        assertThat(problems).extracting(Problem::toString).containsExactlyInAnyOrder(
                wrong + ":2: the rate is 'cheap', write what a segment costs, for example 0.0350",
                "tracing.url: is 'http://127.0.0.1:4318', write the collector's path for traces too, for example http://127.0.0.1:4318/v1/traces",
                "tracing.share: is '1.5', write a share from 0 to 1");
    }
}
