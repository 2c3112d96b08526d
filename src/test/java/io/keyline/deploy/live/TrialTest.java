package io.keyline.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.RouteFiles;
import io.keyline.language.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes are rehearsed: each rehearsal fails here, so those that pass are not. */
class TrialTest {

    private static final String GREETING = """
            - route:
                id: %1$s
                from:
                  uri: command:%1$s
                  steps:
                    - to: reply:%1$s.answer
            """;
    private static final Rehearsing FAILING = new Rehearsing(List.of("/bin/sh", "-c", "exit 1", "rehearse"), Map.of(), "routes", 60);

    private Judge judge;
    private Judge.Verdict base;
    private String english;

    @BeforeEach
    void runs() throws Exception {
        Path messages = Path.of("config/messages");
        judge = new Judge("routes", contents -> Texts.of(contents, messages, List.of("en"), "en", ZoneOffset.UTC)
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30")), new RouteFiles(new Properties(), Map::of));
        english = Files.readString(messages.resolve("en.properties")) + "\nhi.answer = Hello.\nbye.answer = Goodbye.\n";
        base = judge.judge(FileSet.of(Map.of("hi.yaml", GREETING.formatted("hi"), "bye.yaml", GREETING.formatted("bye"),
                "farewell.rehearsal", "rehearsal a farewell\n> BYE\n< Goodbye.\n", "en.properties", english)));
        assertThat(base.problems()).isEmpty();
    }

    private Trial tried(String file, String text) throws InterruptedException {
        Map<String, String> change = new TreeMap<>();
        change.put(file, text);
        return new Trial(judge, FAILING, base, change, true).run();
    }

    @Test
    void aChangeThatNoRehearsalComesByIsNotRehearsed() throws Exception {
        assertThat(tried("hi.yaml", GREETING.formatted("hi") + "# a greeting\n").refused()).isEmpty();
        assertThat(tried("hi.yaml", null).refused()).isEmpty();
        assertThat(tried("en.properties", english.replace("Hello.", "Hi.")).refused()).isEmpty();
        assertThat(tried("farewell.rehearsal", null).refused()).isEmpty();
    }

    @Test
    void aChangeOfWhatARehearsalSaysIs() throws Exception {
        assertThat(tried("bye.yaml", GREETING.formatted("bye") + "# a farewell\n").refused()).containsOnlyKeys("bye.yaml");
        assertThat(tried("en.properties", english.replace("Goodbye.", "Bye.")).refused()).containsOnlyKeys("en.properties");
        assertThat(tried("farewell.rehearsal", "rehearsal a farewell\n> BYE\n< Farewell.\n").refused()).containsOnlyKeys("farewell.rehearsal");
    }
}
