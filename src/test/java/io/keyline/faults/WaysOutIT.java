package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.channel.provider.Provider;
import io.keyline.demo.Sent;
import io.keyline.demo.Submit;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SMS leave by two providers: one by SMPP for Denmark, one by HTTP for the rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysOutIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THROTTLED = 0x58;
    private static final String ACME = """
            - route:
                id: acme-out
                from:
                  uri: outbound:sms
                  parameters: { %s }
                  steps:
                    - to:
                        uri: sms-http:acme
                        parameters:
                          url: %s/messages
                          json: '{"to": "{to}", "text": "{text}"}'
                          statuses: "200=ACCEPTED,429=THROTTLED,503=RETRY_LATER"
            """;

    /** What a customer got. */
    private record Got(String to, String text) {
    }

    private final HttpClient http = HttpClient.newHttpClient();
    /** What came by HTTP until now. */
    private final List<Got> byHttp = new ArrayList<>();
    private Provider acme;
    private World world;
    private int apiPort;
    private int webPort;
    private int managementPort;
    private int swedes = 700_000;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        acme = new Provider();
        apiPort = World.freePort();
        webPort = World.freePort();
        managementPort = World.freePort();
        Path routes = directory.resolve("routes");
        Routes.shipped(routes).with("acme-out.yaml", acme("window: 20"))
                .with("sms-out.yaml", Files.readString(Path.of("routes/sms-out.yaml"))
                        .replace("        window:", "        prefixes: \"+45\"\n        window:"))
                .with("hi.yaml", "- route:\n    id: hi\n    from:\n      uri: command:HI\n      steps:\n        - to: reply:bal.help\n")
                .with("sendsms.yaml", Files.readString(Path.of("config/providers/sendsms.yaml"))
                        .replace("{{env:SENDSMS_USERNAME}}", "crm").replace("{{env:SENDSMS_PASSWORD}}", "secret"));
        deleteRehearsals(routes);
        world = new World(directory);
        world.hub.with("routes.directory", routes).with("api.port", apiPort).with("web.port", webPort).with("management.port", managementPort);
        world.start();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
        acme.close();
    }

    @AfterEach
    void repair() {
        world.smsc.faults().none();
    }

    private static void deleteRehearsals(Path routes) throws IOException {
        try (Stream<Path> files = Files.list(routes)) {
            files.filter(file -> file.toString().endsWith(".rehearsal")).forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    private String acme(String options) {
        return ACME.formatted(options, acme.url());
    }

    private String swede() {
        return "+4670" + ++swedes;
    }

    private List<Got> byHttp() {
        while (!acme.nobodyAsked()) {
            try {
                JsonNode message = new ObjectMapper().readTree(acme.asked().body());
                byHttp.add(new Got(message.get("to").asText(), message.get("text").asText()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return byHttp;
    }

    private long byHttpTo(String customer) {
        return byHttp().stream().filter(got -> got.to().equals(customer)).count();
    }

    private void order(List<String> customers, String text) {
        String query = "username=crm&password=secret&to=" + URLEncoder.encode(String.join(" ", customers), StandardCharsets.UTF_8) + "&text=" + text;
        assertThat(get("http://127.0.0.1:" + webPort + "/cgi-bin/sendsms?" + query)).startsWith("0:");
    }

    private String get(String url) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String observed(String what) {
        return get("http://127.0.0.1:" + managementPort + "/observe/" + what);
    }

    private void deploy(String name, String text) throws Exception {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + "/api/deployments"))
                .header("Authorization", "Bearer " + Files.readString(world.hub.data().resolve("api-token")).strip())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(
                        Map.of("files", Map.of(name, text), "why", "the test")))).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(response.body()).get("refused").isEmpty()).as(response.body()).isTrue();
    }

    private void bound() {
        await("bound").atMost(PATIENCE).until(() -> world.smsc.binds().size() == 2);
    }

    @Test
    void aProviderThatThrottlesDoesNotSlowTheOtherAndThereRepliesGoFirst() throws Exception {
        deploy("acme-out.yaml", acme("rate: 4"));
        world.smsc.faults().throttle(1, THROTTLED);
        List<String> danes = IntStream.range(0, 30).mapToObj(i -> world.newcomer()).toList();
        order(danes, "notice");
        List<String> swedes = IntStream.range(0, 40).mapToObj(i -> swede()).toList();
        order(swedes, "notice"); // ten seconds, at four a second
        String asks = swede();
        world.text(asks, "HI");
        await().atMost(PATIENCE).until(() -> byHttpTo(asks) == 1);
        assertThat(byHttp()).filteredOn(got -> swedes.contains(got.to())).as("what waited longer").hasSizeLessThan(swedes.size());
        assertThat(world.smsc.submits()).extracting(Submit::to).doesNotContainAnyElementsOf(danes);
        assertThat(observed("metrics")).containsPattern("keyline_way_out_waiting\\{channel=\"sms\",route=\"sms-out\"\\} [1-9]")
                .contains("keyline_way_out_rate{channel=\"sms\",route=\"acme-out\"} 4.0");

        world.smsc.faults().none();
        world.awaitSettled();
        assertThat(byHttp()).extracting(Got::to).containsAll(swedes).doesNotContainAnyElementsOf(danes);
        assertThat(world.smsc.submits()).extracting(Submit::to).containsAll(danes).doesNotContainAnyElementsOf(swedes);
    }

    @Test
    void whatWaitsForAProviderThatIsAwayGoesNoOtherWayAlsoAfterAKill() throws Exception {
        world.smsc.stopListening();
        world.smsc.disconnectAll();
        List<String> danes = IntStream.range(0, 30).mapToObj(i -> world.newcomer()).toList();
        order(danes, "notice");
        String swede = swede();
        order(List.of(swede), "notice");
        await().atMost(PATIENCE).until(() -> byHttpTo(swede) == 1);
        await().atMost(PATIENCE).until(() -> observed("health").contains("the route sms-out (sms) does not reach its provider, waiting: "));

        world.hub.kill();
        world.hub.launch();
        world.hub.awaitRunning();
        String another = swede();
        order(List.of(another), "notice");
        await().atMost(PATIENCE).until(() -> byHttpTo(another) == 1);
        world.smsc.listenAgain();
        bound();
        world.awaitSettled();
        assertThat(byHttp()).extracting(Got::to).doesNotContainAnyElementsOf(danes);
        assertThat(world.smsc.submits()).extracting(Submit::to).filteredOn(danes::contains).containsExactlyInAnyOrderElementsOf(danes);
    }

    /** Danish customers go to and fro between the providers. */
    @Test
    void changingTheWaysUnderLoadLosesAndDoublesNothing() throws Exception {
        world.smsc.faults().delayResponses(Duration.ofMillis(50));
        Load load = new Load(world, "HI", 50);
        for (int i = 0; i < 6; i++) {
            int sent = load.sent().size();
            await().atMost(PATIENCE).until(() -> load.sent().size() > sent + 30);
            deploy("acme-out.yaml", acme(i % 2 == 0 ? "prefixes: '+4520'" : "window: 20"));
        }
        Map<String, Sent> sent = load.stop();
        world.awaitSettled();
        List<String> got = Stream.concat(byHttp().stream().map(Got::to), world.smsc.submits().stream().map(Submit::to))
                .filter(sent::containsKey).toList();
        assertThat(got).containsExactlyInAnyOrderElementsOf(sent.keySet());
        assertThat(byHttp()).extracting(Got::to).as("by HTTP").containsAnyElementsOf(sent.keySet());
        assertThat(world.records().customersWith("UNCERTAIN")).isEmpty();
        assertThat(world.records().customersWith("DEAD")).isEmpty();
    }
}
