package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@DisplayName("bin/keyline check: errors refuse, warnings say")
@Isolated // what the process prints is looked at
class CheckCommandTest {

    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leave() {
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    private void route(String id, String step) throws IOException {
        Files.writeString(directory.resolve("routes").resolve(id + ".yaml"), """
                - route:
                    id: %1$s
                    from:
                      uri: command:%1$s
                      steps:
                        - to: %2$s
                """.formatted(id, step));
    }

    private int check() throws IOException {
        Path file = Files.writeString(directory.resolve("keyline.properties"), "routes.directory = " + directory.resolve("routes") + "\n");
        return new CommandLine(new CheckCommand()).execute("--config", file.toString());
    }

    @Test
    void nothing() throws IOException {
        route("price", "reply:bal.help");
        assertThat(check()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("settings, texts and routes are right\n");
    }

    @Test
    void warnings() throws IOException {
        route("price", "log:price");
        route("order", "log:order");
        assertThat(check()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                routes/order.yaml:4: warning: the route order can end and the customer hears nothing; write reply:, ask: or worklist: there
                routes/price.yaml:4: warning: the route price can end and the customer hears nothing; write reply:, ask: or worklist: there
                settings, texts and routes are right, with 2 warnings
                """);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anErrorStandsBeforeTheWarnings() throws IOException {
        route("price", "reply:nothing");
        route("order", "log:order");
        assertThat(check()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                Keyline does not start, one thing is wrong:
                  routes/price.yaml:6: the text nothing is not in the message catalogue; add it to each language
                  routes/order.yaml:4: warning: the route order can end and the customer hears nothing; write reply:, ask: or worklist: there
                """);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
