package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/settings.md has every setting as it is")
class SettingsAreDocumentedTest {

    @Test
    void writtenAgainItIsTheSame() throws IOException {
        Terminal terminal = new Terminal();
        assertThat(terminal.run(new SettingsCommand(), "--markdown")).isZero();
        assertThat(Files.readString(Path.of("docs/settings.md"))).as("run: bin/keyline settings --markdown > docs/settings.md")
                .isEqualTo(terminal.out());
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = Files.readString(Path.of("docs/README.md"));
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            List<String> names = pages.filter(page -> page.toString().matches(".*\\.(md|yaml)")).map(page -> Path.of("docs").relativize(page).toString())
                    .filter(page -> !page.equals("README.md")).sorted().toList();
            assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(index).as("docs/README.md names " + name).contains("(" + name + ")"));
        }
    }
}
