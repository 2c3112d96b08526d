package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.console.Api;
import io.keyline.console.DeadLetterOperations;
import io.keyline.console.Employees;
import io.keyline.console.OperatorToken;
import io.keyline.deadletter.Desk;
import io.keyline.hub.Arrival;
import io.keyline.hub.Names;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bin/keyline dead-letters")
class DeadLettersCommandTest {

    @TempDir
    static Path directory;
    private static Desk desk;
    private static Api api;
    private static Path config;

    private final Terminal terminal = new Terminal("--config", config.toString());

    @BeforeAll
    static void start() throws Exception {
        desk = new Desk();
        api = Api.start("127.0.0.1", 0, Employees.operator(OperatorToken.ensure(directory.resolve("data"))), DeadLetterOperations.of(desk.letters));
        config = Files.writeString(directory.resolve("keyline.properties"), "api.port = " + api.port() + "\ndata.directory = " + directory.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        desk.close();
    }

    private int keyline(String... words) {
        return terminal.run(new DeadLettersCommand(), words);
    }

    private static String quarantined() {
        desk.hub.intake().accept(new Arrival.Unreadable("sms", "main", "BAL\u001b[2J".getBytes(StandardCharsets.UTF_8), "no charset")).join();
        return Names.of(desk.number("select max(id) from quarantine"));
    }

    @Test
    void takesALetterToItsEnd() throws Exception {
        String id = quarantined();
        assertThat(keyline("--kind", "quarantine", "--since", "2026-01-01T00:00")).isZero();
        assertThat(terminal.out().lines()).anySatisfy(line -> assertThat(line).startsWith(id).contains("quarantine", "open", "sms main: no charset"));
        Path data = Files.writeString(directory.resolve("read.json"), "{\"from\": \"+4520123456\", \"to\": \"1234\", \"text\": \"BAL\"}");
        assertThat(keyline("edit", id, "--data", data.toString(), "--as", "anna")).isZero();
        assertThat(terminal.out()).contains("holds, edited", "\"text\": \"BAL\"", "edited      anna");
        assertThat(keyline("replay", id, "--rate", "50/s", "--why", "read it", "--as", "anna")).isZero();
        assertThat(terminal.out()).startsWith("1 letter is being replayed");
        desk.awaitState(Names.parse(id), "REPLAYED");
        assertThat(keyline("show", id)).isZero();
        assertThat(terminal.out()).contains("replay      anna: read it", "replayed    anna: it is a message of the customer now");
    }

    @Test
    void saysOfEachLetterWhyNothingWasDoneAndFailsIfThatIsAllOfThem() {
        String dropped = quarantined();
        String open = quarantined();
        assertThat(keyline("drop", dropped, "--why", "noise")).isZero();
        assertThat(keyline("drop", dropped, "--why", "noise")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("nothing is dropped").contains(dropped + ": it is dropped");
        assertThat(keyline("replay", dropped, "zzz")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("nothing is replayed").contains(dropped + ": it is dropped", "zzz: there is no such dead letter");
        assertThat(keyline("replay", "--kind", "request")).isEqualTo(1);
        assertThat(terminal.err()).contains("no letter of the kind request is open");
        assertThat(keyline("drop", dropped, open, "--why", "noise")).as("one of them was open").isZero();
        assertThat(terminal.out()).startsWith("1 letter is dropped").contains(dropped + ": it is dropped");
    }

    @Test
    void dropsWithAReasonOnly() {
        String id = quarantined();
        assertThat(keyline("drop", id)).isEqualTo(2);
        assertThat(keyline("drop", id, "--why", "noise")).isZero();
        assertThat(terminal.out()).startsWith("1 letter is dropped");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(keyline("show", "../x")).isEqualTo(1);
        assertThat(terminal.err()).contains("is not the id of an item");
        assertThat(keyline("show", "zzzz")).isEqualTo(1);
        assertThat(terminal.err()).contains("there is no such dead letter");
        assertThat(keyline("--since", "yesterday")).isEqualTo(1);
        assertThat(terminal.err()).contains("write for example 2026-11-22T15:00");
        assertThat(keyline("--kind", "other")).isEqualTo(1);
        assertThat(terminal.err()).contains("kind: is none of outgoing, message");
    }
}
