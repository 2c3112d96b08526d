package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("docs/flows shows the routes as they are")
class FlowsAreCurrentTest {

    private static final Path SHIPPED = Path.of("docs/flows");

    @TempDir
    Path directory;

    @Test
    void drawnAgainTheyAreTheSame() throws IOException {
        assertThat(new Terminal().run(new DrawCommand(), "--all", directory.toString())).isZero();
        Map<String, String> drawn = contents(directory);
        Map<String, String> shipped = contents(SHIPPED);
        assertThat(shipped.keySet()).as("files; run: bin/keyline draw --all docs/flows, and delete those of routes that are gone")
                .isEqualTo(drawn.keySet());
        drawn.forEach((name, content) -> assertThat(shipped.get(name)).as("%s; run: bin/keyline draw --all docs/flows", name).isEqualTo(content));
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), FlowsAreCurrentTest::content, (one, other) -> one,
                    TreeMap::new));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
