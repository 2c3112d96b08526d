package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.KeepingOperations;
import io.keyline.console.OperatorToken;
import io.keyline.keeping.Erasure;
import io.keyline.worklist.Office;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bin/keyline erase and export-customer")
class EraseCommandTest {

    @TempDir
    static Path directory;
    private static Office office;
    private static Api api;
    private static String config;

    @BeforeAll
    static void start() throws Exception {
        office = new Office();
        api = Api.start("127.0.0.1", 0, Employees.operator(OperatorToken.ensure(directory.resolve("data"))),
                KeepingOperations.of(new Erasure(office.hub, office.jdbi(), Duration.ofSeconds(5))));
        config = Files.writeString(directory.resolve("keyline.properties"), "api.port = " + api.port() + "\ndata.directory = " + directory.resolve("data"))
                .toString();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        office.close();
    }

    /** What it prints; empty if it is not done. */
    private static String keyline(Object command, String... words) {
        Terminal terminal = new Terminal("--config", config);
        return terminal.run(command, words) == 0 ? terminal.out() : "";
    }

    @Test
    void tellsFirstThenErasesAndThenThereIsNothing() {
        office.customer("+4552000001", "hello");
        assertThat(keyline(new EraseCommand(), "+4552000001", "--dry-run")).isEqualTo("""
                nothing is erased
                would go, rows by table
                         2  message
                         1  address
                         1  customer
                would be kept
                         2  messages without text and address: for statistics and bills
                         1  parts of them, without receipts: for bills
                """);
        assertThat(keyline(new EraseCommand(), "+45 52 00 00 01", "--why", "request 17")).startsWith("erasure ").contains("       2  message\n");
        assertThat(keyline(new EraseCommand(), "+4552000001", "--why", "request 17")).startsWith("erasure ").hasLineCount(2)
                .endsWith("there is nothing of this address: is it written right?\n");
        assertThat(office.number("select count(*) from erasure")).isEqualTo(2);
    }

    @Test
    void withoutAReasonNothingIsDone() {
        office.customer("+4552000002", "hello");
        assertThat(keyline(new EraseCommand(), "+4552000002")).isEmpty();
        assertThat(office.number("select count(*) from address where value = '+4552000002'")).isOne();
    }

    @Test
    void exportsWhatIsKept() throws Exception {
        office.customer("+4552000003", "hello out there");
        var rows = new ObjectMapper().readTree(keyline(new ExportCustomerCommand(), "+4552000003", "--why", "request 18"));
        assertThat(rows.get("message").findValuesAsText("text")).containsExactlyInAnyOrder("hello out there", "echo hello out there");
        assertThat(rows.get("address").get(0).get("value").asText()).isEqualTo("+4552000003");
    }
}
