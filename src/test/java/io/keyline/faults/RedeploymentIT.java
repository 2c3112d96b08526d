package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.demo.Sent;
import io.keyline.demo.Submit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes and texts are replaced under load, and nobody notices but by what they are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedeploymentIT {

    private static final Logger LOG = LoggerFactory.getLogger(RedeploymentIT.class);
    private static final List<String> LANGUAGES = List.of("en", "da", "ru", "zh");
    private static final String VERSION = """
            - route:
                id: version
                from:
                  uri: command:VERSION
                  steps:
                    - to: reply:version.n%1$d
            """;
    private static final String ASKS = """
            - route:
                id: asks
                from:
                  uri: command:ASKS
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h
                    - to: reply:bal.help
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> shipped = new HashMap<>();
    private World world;
    private Path home;
    private int apiPort;
    private int managementPort;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        home = directory;
        Routes.shipped(directory.resolve("routes")).with("version.yaml", VERSION.formatted(0)).with("asks.yaml", ASKS);
        deleteRehearsals(directory.resolve("routes"));
        Files.createDirectories(directory.resolve("messages"));
        for (String language : LANGUAGES) {
            shipped.put(language, Files.readString(Path.of("config/messages", language + ".properties")));
            Files.writeString(directory.resolve("messages").resolve(language + ".properties"), texts(language, 0));
        }
        apiPort = World.freePort();
        managementPort = World.freePort();
        world = new World(directory);
        world.hub.with("routes.directory", directory.resolve("routes")).with("messages.directory", directory.resolve("messages"))
                .with("api.port", apiPort).with("management.port", managementPort);
        world.start();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
    }

    /** They take seconds each time, and are played in a process of their own. */
    private static void deleteRehearsals(Path routes) throws IOException {
        try (Stream<Path> files = Files.list(routes)) {
            files.filter(file -> file.toString().endsWith(".rehearsal")).forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    /** In each version the text has another key: half of one version would have no answer. */
    private String texts(String language, int version) {
        return shipped.get(language) + "\nversion.n" + version + " = This is version " + version + ".\n";
    }

    private Map<String, String> version(int number) {
        Map<String, String> files = new HashMap<>(Map.of("version.yaml", VERSION.formatted(number)));
        LANGUAGES.forEach(language -> files.put(language + ".properties", texts(language, number)));
        return files;
    }

    private JsonNode post(String path, Map<String, ?> fields) throws Exception {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + "/api/" + path))
                .header("Authorization", "Bearer " + Files.readString(world.hub.data().resolve("api-token")).strip())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(fields)))
                .build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private void deploy(Map<String, String> files) throws Exception {
        JsonNode outcome = post("deployments", Map.of("files", files, "why", "the test"));
        assertThat(outcome.get("refused").isEmpty()).as("%s", outcome).isTrue();
    }

    /** What each customer waited for, in order. */
    private List<Long> underLoad(int perSecond, int from, int redeployments, Duration between) throws Exception {
        Load load = new Load(world, "VERSION", perSecond);
        for (int i = 0; i < redeployments; i++) {
            int sent = load.sent().size();
            deploy(version(from + i));
            await().atMost(Duration.ofSeconds(30)).until(() -> load.sent().size() > sent + perSecond * between.toMillis() / 1_000);
        }
        if (redeployments == 0) {
            await().atMost(Duration.ofSeconds(60)).until(() -> load.sent().size() > perSecond * between.toSeconds());
        }
        var sent = load.stop();
        await("all are acknowledged").atMost(Duration.ofSeconds(60)).until(() -> sent.values().stream().allMatch(Sent::acknowledged));
        world.awaitSettled();
        Map<String, List<Submit>> answers = world.smsc.submits().stream().filter(answer -> sent.containsKey(answer.to()))
                .collect(Collectors.groupingBy(Submit::to));
        assertThat(answers.keySet()).isEqualTo(sent.keySet());
        assertThat(answers.values()).allSatisfy(all -> assertThat(all).singleElement()
                .satisfies(answer -> assertThat(answer.text()).matches("This is version \\d+\\.")));
        Map<String, Instant> times = load.times();
        List<Long> waited = answers.entrySet().stream().map(one -> Duration.between(times.get(one.getKey()), one.getValue().getFirst().at()).toMillis())
                .sorted().toList();
        LOG.info("{} redeployments, {} messages, {} a second: p50 {} ms, p99 {} ms, longest {} ms", redeployments, waited.size(), perSecond,
                waited.get(waited.size() / 2), waited.get(waited.size() * 99 / 100), waited.getLast());
        return waited;
    }

    @Test
    void redeploymentsUnderLoadLoseDoubleAndConfuseNothing() throws Exception {
        underLoad(100, 1, 8, Duration.ofMillis(500));
        assertThat(world.records().customersWith("DEAD")).isEmpty();
    }

    @Test
    @Tag("long")
    void fiftyRedeploymentsAtFiveHundredASecondDelayNobody() throws Exception {
        List<Long> before = underLoad(500, 0, 0, Duration.ofSeconds(15));
        List<Long> during = underLoad(500, 100, 50, Duration.ofMillis(500));
        assertThat(during.getLast()).as("the longest wait, against %s ms without redeployments", before.getLast())
                .isLessThan(Math.max(1_000, 3 * before.getLast()));
    }

    @Test
    void aQuestionWhoseRouteChangedApologisesAndGoesToAnEmployee() throws Exception {
        String changed = world.newcomer();
        world.text(changed, "ASKS");
        world.awaitReplies(changed, 1);
        deploy(Map.of("asks.yaml", ASKS.replace("- to: ask:", "- to: back-office:subscriptions.find\n        - to: ask:")));
        world.text(changed, "power");
        world.awaitReplies(changed, 2);
        world.awaitSettled();
        assertThat(world.records().conversations(changed)).containsExactly("FAILED");
        assertThat(world.records().workItems(changed)).singleElement().asString().startsWith("failed: the conversation cannot go on");

        post("deployments/rollback", Map.of("file", "asks.yaml"));
        String same = world.newcomer();
        world.text(same, "ASKS");
        world.awaitReplies(same, 1);
        deploy(Map.of("asks.yaml", ASKS + "# in other words\n"));
        world.text(same, "power");
        world.awaitReplies(same, 2);
        world.awaitSettled();
        assertThat(world.records().conversations(same)).containsExactly("ENDED");
    }

    @Test
    void aBrokenFileIsShownAndTouchesNothingAlsoAfterAKill() throws Exception {
        Path file = home.resolve("routes/asks.yaml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("reply:bal.help", "reply:nobody.wrote.this"));
        String wrong = "the text nobody.wrote.this is not in the message catalogue";
        await("it is noticed").atMost(Duration.ofSeconds(60)).until(() -> observe("health").contains(wrong));
        assertThat(observe("health/ready")).contains("\"status\":\"UP\"");
        assertThat(observe("metrics")).contains("keyline_files_refused 1.0");
        asks();

        world.hub.kill();
        world.start();
        assertThat(observe("health")).contains(wrong);
        asks();

        Files.writeString(file, good);
        await("it is noticed").atMost(Duration.ofSeconds(60)).until(() -> observe("metrics").contains("keyline_files_refused 0.0"));
    }

    private void asks() {
        String customer = world.newcomer();
        world.text(customer, "ASKS");
        world.awaitReplies(customer, 1);
        assertThat(world.replies(customer).getFirst()).contains("What is out of order?");
    }

    private String observe(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/observe/" + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
