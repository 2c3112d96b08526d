package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.GoneAddressOperations;
import io.keyline.console.OperatorToken;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("bin/keyline addresses")
class AddressesCommandTest {

    @TempDir
    static Path directory;
    private static Database database;
    private static Api api;
    private static Path config;
    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.fresh();
        api = Api.start("127.0.0.1", 0, Employees.operator(OperatorToken.ensure(directory.resolve("data"))), GoneAddressOperations.of(database.jdbi()));
        config = Files.writeString(directory.resolve("keyline.properties"), "api.port = " + api.port() + "\ndata.directory = " + directory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static void gone(String address, long message) {
        database.jdbi().useHandle(handle -> handle.execute("insert into refused_address (address, channel, times, code, first_at, last_at, last_message, gone_at) "
                + "values (?, 'sms', 3, '0x0B', now() - interval '3 days', now(), ?, now())", address, message));
    }

    private int keyline(String... words) {
        out.getBuffer().setLength(0);
        return new CommandLine(new AddressesCommand()).setOut(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(words), Stream.of("--config", config.toString())).toArray(String[]::new));
    }

    @Test
    void listsThoseThatAreGoneAndBringsThemBack() {
        gone("+4566300001", 1);
        assertThat(keyline()).isZero();
        assertThat(out.toString().lines()).anySatisfy(line -> assertThat(line).startsWith("+4566300001").contains("sms", " 3 ", "0x0B"));
        assertThat(keyline("lift", "+45 66 30 00 01")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("+4566300001 is gone no more");
        assertThat(keyline()).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("there are none");
        assertThat(keyline("lift", "+4566300001")).as("it is not gone").isEqualTo(1);
    }
}
