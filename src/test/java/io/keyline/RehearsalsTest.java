package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.keyline.deploy.Problem;
import io.keyline.deploy.rehearsal.Failure;
import io.keyline.deploy.rehearsal.Outcome;
import io.keyline.deploy.rehearsal.Player;
import io.keyline.deploy.rehearsal.Rehearsal;
import io.keyline.deploy.rehearsal.RehearsalFile;
import io.keyline.deploy.rehearsal.Theatre;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The shipped dialogues go as they are written down")
class RehearsalsTest {

    /** Whoever installs Keyline writes these first, and deploys the shipped routes with them. */
    private static final Map<String, String> COMPANY = Map.of("KEYLINE_COMPANY_NAME", "Example Energy", "KEYLINE_COMPANY_CONTACT", "+49 30 123456",
            "KEYLINE_COMPANY_ZONE", "America/New_York", "KEYLINE_SMS_SENDER", "4321");
    private static Theatre theatre;

    @BeforeAll
    static void open() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Settings settings = Settings.read(Path.of("config", "keyline.properties"), true, COMPANY, problems);
        theatre = Application.theatre(settings, problems);
        assertThat(theatre).as("what is wrong: %s", problems).isNotNull();
    }

    @AfterAll
    static void close() {
        if (theatre != null) {
            theatre.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> rehearsals() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            List<Path> rehearsed = files.filter(file -> file.toString().endsWith(".rehearsal")).sorted().toList();
            assertThat(rehearsed).isNotEmpty();
            return rehearsed.stream().map(file -> dynamicContainer(file.toString(), file.toUri(), read(file).map(RehearsalsTest::test)));
        }
    }

    @TestFactory
    Stream<DynamicTest> examplesOfTheDocumentation(@TempDir Path directory) throws IOException {
        List<String> examples = Pattern.compile("(?s)```rehearsal\n(.*?)```").matcher(Files.readString(Path.of("docs/rehearsals.md")))
                .results().map(found -> found.group(1)).toList();
        assertThat(examples).isNotEmpty();
        List<Rehearsal> rehearsals = new ArrayList<>();
        for (String example : examples) {
            read(Files.writeString(directory.resolve("example-" + (rehearsals.size() + 1) + ".rehearsal"), example)).forEach(rehearsals::add);
        }
        return rehearsals.stream().map(RehearsalsTest::test);
    }

    private static Stream<Rehearsal> read(Path file) {
        List<Problem> problems = new ArrayList<>();
        List<Rehearsal> rehearsals = RehearsalFile.read(file, problems);
        assertThat(theatre).as("what is wrong: %s", problems).isNotNull();
        return rehearsals.stream();
    }

    private static DynamicTest test(Rehearsal rehearsal) {
        return dynamicTest(rehearsal.title(), () -> {
            Outcome outcome = new Player(theatre).play(rehearsal);
            if (!outcome.isGreen()) {
                Failure failure = outcome.failure();
                fail("%s:%d: %s%n%s", rehearsal.file(), failure.line(), failure.message(), String.join("\n", failure.details()));
            }
        });
    }
}
