package io.keyline.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply;
import io.keyline.store.Database;
import io.keyline.store.Deployment;
import io.keyline.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Route files and texts are replaced while the hub runs, and what is wrong replaces nothing")
class DeploymentsTest {

    private static final String HI = """
            - route:
                id: hi
                from:
                  uri: command:HI
                  steps:
                    - to: reply:hi.answer
            """;
    private static final String SLOW = """
            - route:
                id: slow
                from:
                  uri: command:SLOW
                  steps:
                    - to:
                        uri: back-office:slow.ask
                        parameters: { patience: 30s }
                    - to: reply:slow.done
            """;
    private static final String BORDER = """
            - route:
                id: border
                from:
                  uri: border:one
                  steps:
                    - to: log:border
            """;

    private static final List<String> FILES = List.of("hi.yaml", "slow.yaml", "unknown.yaml", "border.yaml");
    private static final Reply OK = new Reply("any", Reply.Status.OK, null, Map.of());

    private static final String UNKNOWN = HI.replace("id: hi", "id: unknown").replace("HI", "*").replace("hi.answer", "unknown.answer");

    @TempDir
    Path home;
    private Database database;
    private Site site;

    @BeforeEach
    void start() throws Exception {
        save("hi.yaml", HI);
        save("unknown.yaml", UNKNOWN);
        save("slow.yaml", SLOW);
        save("border.yaml", BORDER);
        texts("Hello.", "Done.");
        database = TestDatabase.fresh();
        site = new Site(home, database);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        database.close();
    }

    private void save(String name, String text) {
        Site.write(home.resolve("routes").resolve(name), text);
    }

    private void texts(String hi, String slow) throws Exception {
        for (String language : Site.LANGUAGES) {
            String shipped = Files.readString(Path.of("config/messages", language + ".properties"));
            Site.write(home.resolve("messages").resolve(language + ".properties"), shipped + "\nhi.answer = " + hi + "\nslow.done = " + slow + "\n");
        }
    }

    private void restart() throws Exception {
        site.close();
        site = new Site(home, database);
    }

    private List<Deployment> history(String file) {
        return site.deployments.history().list(file, Long.MAX_VALUE, 100);
    }

    @Test
    void whatIsSavedRunsOnceItWasTheSameTwice() {
        save("hi.yaml", HI.replace("HI", "HEY"));

        site.deployments.poll();
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
        site.deployments.poll();
        assertThat(site.answerTo("HEY")).isEqualTo("Hello.");
        assertThat(site.answerTo("HI")).isNotEqualTo("Hello.");
        assertThat(history("hi.yaml")).extracting(Deployment::who).containsExactly("saved", "start");
    }

    @Test
    void aRouteAndItsTextsGoTogether() throws Exception {
        save("hi.yaml", HI.replace("hi.answer", "hi.other"));
        site.notices();
        assertThat(site.deployments.faults().get("hi.yaml")).singleElement().asString()
                .isEqualTo("routes/hi.yaml:6: the text hi.other is not in the message catalogue; add it to each language");
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");

        for (String language : Site.LANGUAGES) {
            Path file = home.resolve("messages").resolve(language + ".properties");
            Site.write(file, Files.readString(file).replace("hi.answer = Hello.", "hi.other = Good day."));
        }
        site.notices();
        assertThat(site.deployments.faults()).isEmpty();
        assertThat(site.answerTo("HI")).isEqualTo("Good day.");
    }

    @Test
    void aTurnEndsInTheEditionInWhichItBegan() throws Exception {
        String customer = Site.newcomer();
        site.says(customer, "SLOW");
        var answer = site.asked.take();

        save("slow.yaml", SLOW.replace("slow.done", "hi.answer"));
        texts("Hello again.", "Done otherwise.");
        site.notices();

        assertThat(site.answerTo("HI")).isEqualTo("Hello again.");
        answer.complete(OK);
        assertThat(site.hears(customer)).isEqualTo("Done.");
        String next = Site.newcomer();
        site.says(next, "SLOW");
        site.asked.take().complete(OK);
        assertThat(site.hears(next)).isEqualTo("Hello again.");
    }

    @Test
    void aBrokenFileHoldsUpNoGoodOne() throws Exception {
        save("slow.yaml", "- route: {");
        save("hi.yaml", HI.replace("HI", "HEY"));
        site.notices();

        assertThat(site.answerTo("HEY")).isEqualTo("Hello.");
        assertThat(site.deployments.faults()).containsOnlyKeys("slow.yaml");
        String customer = Site.newcomer();
        site.says(customer, "SLOW");
        site.asked.take().complete(OK);
        assertThat(site.hears(customer)).isEqualTo("Done.");
    }

    @Test
    void aChannelClosesOnlyForItsOwnFileAndComesBackIfTheNewOneDoesNotStart() {
        save("hi.yaml", HI.replace("HI", "HEY"));
        site.notices();
        assertThat(site.opened).hasValue(1);

        save("border.yaml", BORDER.replace("border:one", "border:taken"));
        site.notices();
        assertThat(site.open).containsExactly("one");
        assertThat(site.opened).hasValue(2);
        assertThat(site.deployments.faults().get("border.yaml")).singleElement().asString()
                .isEqualTo("routes/border.yaml: does not start: the port is taken");

        save("border.yaml", BORDER.replace("border:one", "border:two"));
        site.notices();
        assertThat(site.open).containsExactly("two");
        assertThat(site.deployments.faults()).isEmpty();
    }

    @Test
    void aFileThatIsDeletedGoesUnlessAnotherNeedsIt() throws Exception {
        save("calls.yaml", HI.replace("id: hi", "id: calls").replace("HI", "CALL").replace("reply:hi.answer", "direct:called"));
        save("called.yaml", HI.replace("id: hi", "id: called").replace("command:HI", "direct:called"));
        site.notices();
        assertThat(site.answerTo("CALL")).isEqualTo("Hello.");

        Files.delete(home.resolve("routes/called.yaml"));
        Files.delete(home.resolve("routes/hi.yaml"));
        site.notices();
        assertThat(site.deployments.faults().get("called.yaml")).singleElement().asString()
                .startsWith("routes/calls.yaml:6: no route begins with direct:called");
        assertThat(site.answerTo("CALL")).isEqualTo("Hello.");
        assertThat(site.answerTo("HI")).isNotEqualTo("Hello.");
        assertThat(history("hi.yaml").getFirst()).satisfies(gone -> assertThat(gone.hash()).isNull());
    }

    /** What somebody may save, and what is said of it. */
    private record Broken(String text, String problem) {
    }

    private static Map<String, Broken> broken() {
        Map<String, Broken> broken = new LinkedHashMap<>();
        broken.put("syntax", new Broken("- route:\n    id: hi\n  from: ]", "routes/hi.yaml:3: "));
        broken.put("unknown step", new Broken(HI.replace("- to: reply:hi.answer", "- tow: reply:hi.answer"), "routes/hi.yaml:6: Unknown node id: tow"));
        broken.put("unknown component", new Broken(HI.replace("reply:", "rely:"), "routes/hi.yaml:6: there is no component rely:"));
        broken.put("bad expression", new Broken(HI + "        - filter:\n            simple: \"${body\"\n            steps: []\n", "routes/hi.yaml"));
        broken.put("bad option", new Broken(HI.replace("command:HI", "command:HI?alias=HO"), "routes/hi.yaml:4: the option alias is unknown here"));
        broken.put("missing text", new Broken(HI.replace("hi.answer", "hi.none"), "routes/hi.yaml:6: the text hi.none"));
        broken.put("the id of another route", new Broken(HI.replace("id: hi", "id: slow"), "routes/slow.yaml:2: the route id slow is taken by routes/hi.yaml"));
        broken.put("the keyword of another route", new Broken(HI.replace("command:HI", "command:SLOW"), "is taken"));
        broken.put("a reserved keyword", new Broken(HI.replace("command:HI", "command:STOP"), "routes/hi.yaml:4: the keyword STOP is reserved"));
        broken.put("half of it", new Broken(HI.substring(0, HI.indexOf("  steps:")), "routes/hi.yaml"));
        broken.put("nothing", new Broken("", "routes/hi.yaml"));
        broken.put("a NUL", new Broken(HI + "# \0", "routes/hi.yaml:7: holds a NUL"));
        broken.put("too much", new Broken("#".repeat(Directory.LARGEST + 1), "routes/hi.yaml: has more than 1048576 bytes"));
        return broken;
    }

    /** One hub meets them all, one after another. */
    @Test
    void aBrokenFileLeavesWhatRunsAlsoAtTheStart() throws Exception {
        for (Map.Entry<String, Broken> one : broken().entrySet()) {
            save("hi.yaml", one.getValue().text);
            site.notices();
            assertThat(site.deployments.faults()).as(one.getKey()).containsOnlyKeys("hi.yaml");
            assertThat(site.deployments.faults().get("hi.yaml")).anySatisfy(words -> assertThat(words).contains(one.getValue().problem));
            assertThat(site.answerTo("HI")).as(one.getKey()).isEqualTo("Hello.");
            int rows = history("hi.yaml").size();

            try (Deployments next = site.deployments(home, database)) {
                assertThat(next.prepare()).isNotNull();
                assertThat(next.faults()).as(one.getKey()).isEqualTo(site.deployments.faults());
            }
            assertThat(history("hi.yaml")).as("told once: %s", one.getKey()).hasSize(rows);

            save("hi.yaml", HI);
            site.notices();
            assertThat(site.deployments.faults()).as(one.getKey()).isEmpty();
        }
    }

    @Test
    void aHubThatStartsWithABrokenFileRunsTheLastGoodOne() throws Exception {
        save("hi.yaml", "- route: {");
        restart();
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
        assertThat(history("hi.yaml")).extracting(Deployment::deployed).containsExactly(false, true);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        Files.write(home.resolve("routes/hi.yaml"), (HI + "# å").getBytes(StandardCharsets.ISO_8859_1));
        site.notices();
        assertThat(site.deployments.faults().get("hi.yaml")).containsExactly("routes/hi.yaml:7: is not UTF-8: save the file in that encoding");
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
    }

    @Test
    void withoutALastGoodTextABrokenFileRefusesTheStart() throws Exception {
        try (Database empty = TestDatabase.fresh()) {
            save("hi.yaml", "- route: {");
            assertThatThrownBy(() -> new Site(home, empty)).isInstanceOf(RefusedStartException.class).hasMessageContaining("routes/hi.yaml:");
        }
    }

    @Test
    void atTheStartTheDirectoryWinsWhereItChangedAndElseWhatWasDeployed() throws Exception {
        site.deployments.deploy(Map.of("hi.yaml", HI.replace("HI", "HEY")), "anna", "greets otherwise");
        assertThat(Files.readString(home.resolve("routes/hi.yaml"))).contains("HEY");
        restart();
        assertThat(site.answerTo("HEY")).isEqualTo("Hello.");

        site.close();
        save("hi.yaml", HI.replace("HI", "HO"));
        site = new Site(home, database);
        assertThat(site.answerTo("HO")).isEqualTo("Hello.");
        assertThat(history("hi.yaml")).extracting(Deployment::who).containsExactly("start", "anna", "start");
    }

    @Test
    void aDeploymentIsAllOrNothing() throws Exception {
        Outcome outcome = site.deployments.deploy(Map.of("hi.yaml", HI.replace("HI", "HEY"), "slow.yaml", "- route: {"), "anna", null);
        assertThat(outcome.deployed()).isEmpty();
        assertThat(outcome.refused()).containsOnlyKeys("hi.yaml", "slow.yaml");
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
        assertThat(Files.readString(home.resolve("routes/hi.yaml"))).isEqualTo(HI);

        assertThat(site.deployments.check(Map.of("hi.yaml", HI.replace("HI", "HEY"))).deployed()).containsExactly("hi.yaml");
        assertThat(site.deployments.deploy(Map.of("../hi.yaml", HI), "anna", null).refused()).containsOnlyKeys("../hi.yaml");
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
    }

    @Test
    void anOlderTextComesBack() throws Exception {
        site.deployments.deploy(Map.of("hi.yaml", HI.replace("HI", "HEY")), "anna", null);
        long version = site.deployments.rollBack("hi.yaml", null, "bo", "nobody understands it").version();

        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
        assertThat(history("hi.yaml").getFirst()).satisfies(row -> {
            assertThat(row.version()).isEqualTo(version);
            assertThat(row.who()).isEqualTo("bo");
            assertThat(row.why()).isEqualTo("back to version 1: nobody understands it");
        });
        assertThat(site.deployments.rollBack("hi.yaml", 2L, "bo", null).deployed()).containsExactly("hi.yaml");
        assertThat(site.answerTo("HEY")).isEqualTo("Hello.");
        assertThatThrownBy(() -> site.deployments.rollBack("hi.yaml", 77L, "bo", null)).isInstanceOf(UnknownVersionException.class);
    }

    @Test
    void aConfigMapIsReadThroughItsLinks() throws Exception {
        Path mounted = Files.createDirectories(home.resolve("mounted/..first"));
        for (String name : FILES) {
            Files.copy(home.resolve("routes").resolve(name), mounted.resolve(name));
            Files.delete(home.resolve("routes").resolve(name));
        }
        Path data = Files.createSymbolicLink(home.resolve("routes/..data"), mounted);
        for (String name : FILES) {
            Files.createSymbolicLink(home.resolve("routes").resolve(name), Path.of("..data", name));
        }
        site.notices();
        assertThat(history(null)).allSatisfy(row -> assertThat(row.version()).isEqualTo(1));

        Path second = Files.createDirectories(home.resolve("mounted/..second"));
        Site.write(second.resolve("hi.yaml"), HI.replace("HI", "HEY"));
        for (String name : FILES.subList(1, FILES.size())) {
            Files.copy(mounted.resolve(name), second.resolve(name));
        }
        Path swap = Files.createSymbolicLink(home.resolve("routes/..data_tmp"), second);
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
        site.notices();
        assertThat(site.answerTo("HEY")).isEqualTo("Hello.");

        Outcome outcome = site.deployments.deploy(Map.of("hi.yaml", HI.replace("HI", "HO")), "anna", null);
        assertThat(outcome.notWritten()).containsExactly("hi.yaml");
        site.notices();
        restart();
        assertThat(site.answerTo("HO")).isEqualTo("Hello.");
    }

    @Test
    void aDirectoryThatIsGoneTakesNothingWithIt() throws Exception {
        Files.move(home.resolve("routes"), home.resolve("elsewhere"));
        site.notices();
        assertThat(site.deployments.faults()).containsOnlyKeys("directory");
        assertThat(site.answerTo("HI")).isEqualTo("Hello.");
        Files.move(home.resolve("elsewhere"), home.resolve("routes"));
        site.notices();
        assertThat(site.deployments.faults()).isEmpty();
    }

    @Test
    void anotherHubOfTheDatabaseTakesWhatWasDeployedHere() throws Exception {
        Path there = Files.createDirectories(home.resolve("there"));
        copy(home.resolve("routes"), there.resolve("routes"));
        copy(home.resolve("messages"), there.resolve("messages"));
        Deployments other = site.deployments(there, database);
        other.prepare();
        assertThat(history(null)).allSatisfy(row -> assertThat(row.version()).isEqualTo(1));

        Map<String, String> changes = new HashMap<>(Map.of("hi.yaml", HI.replace("HI", "HEY")));
        changes.put("border.yaml", null);
        try (Site second = new Site(there, database)) {
            site.deployments.deploy(changes, "anna", null);
            second.notices();
            assertThat(second.answerTo("HEY")).isEqualTo("Hello.");
            assertThat(second.open).isEmpty();
        }
        assertThat(Files.readString(there.resolve("routes/hi.yaml"))).contains("HEY");
        assertThat(there.resolve("routes/border.yaml")).doesNotExist();
        assertThat(history(null).stream().map(Deployment::version).distinct()).containsExactly(2L, 1L);
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aHubThatDiedWhileItWroteTheDirectoryStartsWithTheWholeDeployment() throws Exception {
        String english = Files.readString(home.resolve("messages/en.properties")).replace("Hello.", "Hey.");
        site.deployments.deploy(Map.of("hi.yaml", HI.replace("HI", "HEY"), "en.properties", english), "anna", null);
        database.jdbi().useHandle(handle -> handle.execute("update deployment set directory_sha256 = first.sha256 from deployment first "
                + "where deployment.version = 2 and first.version = 1 and first.file = deployment.file"));
        save("hi.yaml", HI);

        restart();

        assertThat(site.answerTo("HEY")).isEqualTo("Hey.");
        assertThat(site.deployments.faults()).isEmpty();
    }

    @Test
    void whatWasReplacedIsNotKept() {
        for (int i = 0; i < 5; i++) {
            save("hi.yaml", HI + "# " + i);
            site.notices();
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(site.editions()).isEqualTo(1));
    }
}
