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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern SAID = Pattern.compile("This is version (\\d+)\\.");
    private static final String WRONG = "the text nobody.wrote.this is not in the message catalogue";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * A version of the route VERSION and its texts.
     *
     * @param number its place in the list
     * @param begun  when its deployment was asked for
     * @param runs   when it was said to run; never for one whose hub was killed
     */
    private record Version(int number, Instant begun, Instant runs) {
    }

    /** What a customer was told, and when. */
    private record Answer(Instant asked, Instant at, int version) {

        Duration waited() {
            return Duration.between(asked, at);
        }
    }

    /** What was deployed until now, in order. */
    private final List<Version> versions = new CopyOnWriteArrayList<>();
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
        Instant begun = Instant.now();
        world.start();
        versions.add(new Version(0, begun, Instant.now()));
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

    private void redeployments(int number, int messagesBetween, Load load) throws Exception {
        for (int i = 0; i < number; i++) {
            awaitMore(load, messagesBetween);
            Version next = redeploy();
            await("it answers").atMost(PATIENCE).until(() -> world.smsc.submits().reversed().stream().limit(1)
                    .anyMatch(answer -> answer.text().equals("This is version " + next.number + ".")));
        }
    }

    private Version redeploy() throws Exception {
        Version asked = new Version(versions.size(), Instant.now(), Instant.MAX);
        versions.add(asked);
        deploy(version(asked.number));
        Version runs = new Version(asked.number, asked.begun, Instant.now());
        versions.set(asked.number, runs);
        return runs;
    }

    private static void awaitMore(Load load, int messages) {
        int sent = load.sent().size();
        await("messages are sent").atMost(PATIENCE).until(() -> load.sent().size() >= sent + messages);
    }

    /**
     * Ends the load. Each of its customers was answered once, by a version that ran while they waited.
     *
     * @param excused who may have no answer
     * @return in the order of their waits
     */
    private List<Answer> answers(Load load, Supplier<List<String>> excused) throws Exception {
        Map<String, Sent> sent = load.stop();
        await("all are acknowledged").atMost(PATIENCE).until(() -> sent.values().stream().allMatch(Sent::acknowledged));
        world.awaitSettled();
        List<Submit> answers = world.smsc.submits().stream().filter(answer -> sent.containsKey(answer.to())).toList();
        assertThat(answers).extracting(Submit::to).doesNotHaveDuplicates();
        Set<String> unanswered = new HashSet<>(sent.keySet());
        answers.forEach(answer -> unanswered.remove(answer.to()));
        assertThat(unanswered).isSubsetOf(excused.get());
        assertThat(world.records().customersWith("DEAD")).isEmpty();
        Map<String, Instant> times = load.times();
        List<Answer> all = answers.stream().map(one -> new Answer(times.get(one.to()), one.at(), number(one.text())))
                .sorted(Comparator.comparing(Answer::waited)).toList();
        assertThat(all).allSatisfy(answer -> assertThat(answer.version).isBetween(settledBefore(answer.asked), begunBefore(answer.at)));
        return all;
    }

    private static int number(String text) {
        Matcher said = SAID.matcher(text);
        assertThat(said.matches()).as(text).isTrue();
        return Integer.parseInt(said.group(1));
    }

    private int settledBefore(Instant time) {
        return versions.stream().filter(version -> version.runs.isBefore(time)).mapToInt(Version::number).max().orElseThrow();
    }

    private int begunBefore(Instant time) {
        return versions.stream().filter(version -> version.begun.isBefore(time)).mapToInt(Version::number).max().orElseThrow();
    }

    /** Who asked after a redeployment began and was answered before it was done did not wait for it. */
    private boolean meanwhile(Answer answer) {
        return versions.stream().anyMatch(version -> version.begun().isBefore(answer.asked()) && version.runs().isAfter(answer.at()));
    }

    /** Returns the longest wait. */
    private static Duration tell(String what, List<Answer> answers) {
        LOG.info("{}: {} messages, p50 {} ms, p99 {} ms, longest {} ms", what, answers.size(), answers.get(answers.size() / 2).waited().toMillis(),
                answers.get(answers.size() * 99 / 100).waited().toMillis(), answers.getLast().waited().toMillis());
        return answers.getLast().waited();
    }

    @Test
    void redeploymentsUnderLoadLoseDoubleAndDelayNothing() throws Exception {
        Load load = new Load(world, "VERSION", 100);
        redeployments(8, 40, load);
        awaitMore(load, 40);
        List<Answer> answers = answers(load, List::of);
        tell("8 redeployments", answers);
        assertThat(answers).as("nobody waits for the end of a redeployment").anyMatch(this::meanwhile);
    }

    /** What a machine does beside it is in both figures: before and after the redeployments, and while they follow one another. */
    @Test
    @Tag("long")
    void fiftyRedeploymentsAtFiveHundredASecondDelayNobody() throws Exception {
        Load warm = new Load(world, "VERSION", 500);
        awaitMore(warm, 5_000);
        answers(warm, List::of);

        Load load = new Load(world, "VERSION", 500);
        awaitMore(load, 7_500);
        int first = versions.size();
        redeployments(50, 250, load);
        Instant end = versions.getLast().runs.plusSeconds(1);
        awaitMore(load, 7_500);
        Instant begun = versions.get(first).begun();
        Map<Boolean, List<Answer>> all = answers(load, List::of).stream()
                .collect(Collectors.partitioningBy(one -> one.asked().isAfter(begun) && one.asked().isBefore(end)));
        Duration without = tell("500 a second, no redeployment", all.get(false));
        Duration with = tell("500 a second, 50 redeployments", all.get(true));
        assertThat(with).as("the longest wait, against %s without redeployments", without)
                .isLessThan(without.compareTo(SECOND) < 0 ? SECOND : without.plus(SECOND));
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

    /** A file is broken all the while. What was sent is answered all the same, by a whole version; it may be the one that was on its way. */
    @Test
    void neitherABrokenFileNorAKillAmongRedeploymentsTouchesWhatRuns() throws Exception {
        Path file = home.resolve("routes/asks.yaml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("reply:bal.help", "reply:nobody.wrote.this"));
        await("it is noticed").atMost(PATIENCE).until(() -> observe("health").contains(WRONG));
        theBrokenFileIsShown();

        Load load = new Load(world, "VERSION", 100);
        CompletableFuture<Void> deploying = CompletableFuture.runAsync(this::redeployUntilKilled);
        awaitMore(load, 100);
        world.hub.kill();
        deploying.join();
        world.start();
        redeployments(1, 20, load);
        answers(load, () -> world.records().customersWith("UNCERTAIN")); // what was being written when it died
        theBrokenFileIsShown();

        Files.writeString(file, good);
        await("it is noticed").atMost(PATIENCE).until(() -> observe("metrics").contains("keyline_files_refused 0.0"));
    }

    private void theBrokenFileIsShown() throws Exception {
        assertThat(observe("health")).contains(WRONG);
        assertThat(observe("health/ready")).contains("\"status\":\"UP\"");
        assertThat(observe("metrics")).contains("keyline_files_refused 1.0");
        asks();
    }

    private void redeployUntilKilled() {
        try {
            while (true) {
                redeploy();
            }
        } catch (IOException e) {
            LOG.info("killed during the deployment of version {}", versions.size() - 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
