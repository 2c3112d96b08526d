package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.keyline.deploy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Isolated // it changes how the process logs
@DisplayName("What is unsafe where customers write")
class ProductionTest {

    /** As a careful operator writes it. */
    private static final String SAFE = """
            broker.password = 3f9c0a1be77d4c52
            sms.password = s3cr3tpw
            """;

    @TempDir
    Path directory;

    private List<String> problems(String more) throws IOException {
        Path file = Files.writeString(directory.resolve("keyline.properties"), SAFE + "data.directory = " + directory.resolve("data") + "\n" + more + "\n");
        List<Problem> wrong = new ArrayList<>();
        Settings settings = Settings.read(file, true, Map.of(), wrong);
        assertThat(wrong).isEmpty();
        return Production.problems(settings).stream().map(Problem::toString).toList();
    }

    @Test
    void nothingIsWrongWithWhatIsSafe() throws IOException {
        assertThat(problems("")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            broker.password = keyline               | broker.password: is the one that is in Keyline's source: set one of your own
            broker.password = short                 | broker.password: has 5 characters: write 12 at least
            sms.password = keyline                  | sms.password: is the one that is in Keyline's source: set one of your own
            voice.twilio-token = keyline-demo       | voice.twilio-token: is the one of the demo: set one of your own
            voice.twilio-token = a-real-one,keyline-demo | voice.twilio-token: is the one of the demo: set one of your own
            voice.vxml-secret = keyline-demo        | voice.vxml-secret: is the one of the demo: set one of your own
            voice.vxml-secret = guess               | voice.vxml-secret: has 5 characters: write 12 at least
            ussd.secret = abc                       | ussd.secret: has 3 characters: write 12 at least
            ussd.allow = 0.0.0.0/0                  | ussd.allow: lets everybody call, and ussd.secret is empty
            management.host = 0.0.0.0               | management.host: is '0.0.0.0', where others could read health and metrics without a password
            management.host = 10.0.0.7              | management.host: is '10.0.0.7', where others could read health and metrics without a password
            web.host = 0.0.0.0                      | web.url: is not set, and codes, sessions and webhooks would go in clear
            web.url = http://hub.example.com        | web.url: is 'http://hub.example.com', and codes, sessions and webhooks would go in clear
            """)
    void isRefused(String line, String message) throws IOException {
        assertThat(problems(line)).anySatisfy(problem -> assertThat(problem).startsWith(message)).anySatisfy(problem ->
                assertThat(problem).isEqualTo("production: warning: where nobody's customers write, production=false lets all of this be"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            api.host = 0.0.0.0                      | api.host: warning: is not this machine alone, and tokens come in clear
            sms.host = 8.8.8.8                      | sms.host: warning: is '8.8.8.8', on a public network, and SMPP goes there in clear
            database.url = jdbc:postgresql://192.0.2.1/keyline | database.url: warning: says no sslmode
            """)
    void isDoubtful(String line, String message) throws IOException {
        assertThat(problems(line)).singleElement().asString().startsWith(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            management.host = 0.0.0.0\\nmanagement.public = true
            web.host = 0.0.0.0\\nweb.url = https://hub.example.com
            ussd.allow = 0.0.0.0/0\\nussd.secret = 3f9c0a1be77d4c52
            sms.host = 10.1.2.3
            database.url = jdbc:postgresql://192.0.2.1/keyline?sslmode=verify-full
            database.url = jdbc:postgresql://127.0.0.1/keyline
            broker.url = tcp://broker:61616
            """)
    void isSafe(String lines) throws IOException {
        assertThat(problems(lines.replace("\\n", "\n"))).isEmpty();
    }

    @Test
    void filesThatEverybodyReadsAreRefusedByName() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        for (String name : List.of("secret.key", "api-token")) {
            Files.setPosixFilePermissions(Files.writeString(data.resolve(name), "x"), PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThat(problems("")).contains(data + "/secret.key: can be read by every user of this machine: chmod 600 " + data + "/secret.key",
                data + "/api-token: can be read by every user of this machine: chmod 600 " + data + "/api-token");
        Files.setPosixFilePermissions(data.resolve("secret.key"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(data.resolve("api-token"), PosixFilePermissions.fromString("rw-rw----"));
        assertThat(problems("")).as("a group is what a volume of Kubernetes gives").isEmpty();
    }

    @Test
    void logsThatQuoteCustomersAreRefused() throws IOException {
        Logger jsmpp = (Logger) LoggerFactory.getLogger("org.jsmpp");
        Level usual = jsmpp.getLevel();
        try {
            jsmpp.setLevel(Level.DEBUG);
            assertThat(problems("")).contains("the logger org.jsmpp: is at DEBUG, where jSMPP writes what customers wrote: set it to INFO");
        } finally {
            jsmpp.setLevel(usual);
        }
    }

    @Test
    void whereNobodysCustomersWriteAllOfItIsLet() throws IOException {
        assertThat(problems("production = false\nbroker.password = keyline\nmanagement.host = 0.0.0.0")).isEmpty();
    }

    @Test
    void theHubDoesNotStartWithIt() throws IOException {
        Path file = Files.writeString(directory.resolve("keyline.properties"), "data.directory = " + directory.resolve("data") + "\n");
        Terminal terminal = new Terminal();
        assertThat(terminal.run(new RunCommand(), "--config", file.toString())).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                Keyline does not start, 2 things are wrong:
                  broker.password: is the one that is in Keyline's source: set one of your own
                  sms.password: is the one that is in Keyline's source: set one of your own
                  production: warning: where nobody's customers write, production=false lets all of this be
                """);
        assertThat(directory.resolve("data")).doesNotExist();
    }
}
