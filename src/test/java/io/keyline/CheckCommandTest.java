package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bin/keyline check: errors refuse, warnings say")
class CheckCommandTest {

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
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
        return terminal.run(new CheckCommand(), "--config", file.toString());
    }

    @Test
    void nothing() throws IOException {
        route("price", "reply:bal.help");
        assertThat(check()).isZero();
        assertThat(terminal.out()).isEqualTo("settings, texts and routes are right\n");
    }

    @Test
    void warnings() throws IOException {
        route("price", "log:price");
        route("order", "log:order");
        assertThat(check()).isZero();
        assertThat(terminal.out()).isEqualTo("""
                routes/order.yaml:4: warning: the route order can end and the customer hears nothing; write reply:, ask: or worklist: there
                routes/price.yaml:4: warning: the route price can end and the customer hears nothing; write reply:, ask: or worklist: there
                settings, texts and routes are right, with 2 warnings
                """);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void anErrorStandsBeforeTheWarnings() throws IOException {
        route("price", "reply:nothing");
        route("order", "log:order");
        assertThat(check()).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                Keyline does not start, one thing is wrong:
                  routes/price.yaml:6: the text nothing is not in the message catalogue; add it to each language
                  routes/order.yaml:4: warning: the route order can end and the customer hears nothing; write reply:, ask: or worklist: there
                """);
        assertThat(terminal.out()).isEmpty();
    }
}
