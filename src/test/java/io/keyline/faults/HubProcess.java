package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.CleanProcess;
import io.keyline.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The hub in a JVM of its own, started as an operator starts it, on the same settings and data each time. */
final class HubProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What the JVM says of itself when {@code Runtime.halt} ended it. */
    private static final int HALTED = 137;
    /** What was packaged; outside Maven the classes that there are. */
    private static final String JAR = System.getProperty("keyline.jar", System.getProperty("java.class.path"));

    private static final Pattern SECRET = Pattern.compile("password|secret$|token|authorization");

    private final Path directory;
    private final Map<String, String> settings = new TreeMap<>();
    private Process process;
    private Path log;
    private final List<HubProcess> others = new ArrayList<>();
    private int starts;

    HubProcess(Path directory) {
        this.directory = directory;
        settings.put("production", "false");
        settings.put("data.directory", data().toString());
        settings.put("api.port", "0");
        settings.put("web.port", "0");
        settings.put("management.port", "0");
    }

    HubProcess with(String setting, Object value) {
        settings.put(setting, value.toString());
        return this;
    }

    /** Another hub with the same settings and data of its own. */
    HubProcess another(Path place) {
        HubProcess other = new HubProcess(place);
        settings.forEach(other.settings::putIfAbsent);
        others.add(other);
        return other;
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Starts it and returns at once. */
    void launch(String... options) {
        assertThat(isAlive()).as("the hub runs already").isFalse();
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(cache());
        line.addAll(List.of(options));
        line.addAll(List.of("-cp", JAR, Main.class.getName(), "run", "--config", config().toString()));
        log = log(++starts);
        try {
            Process started = CleanProcess.of(line).redirectOutput(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As bin/keyline: it starts in half the time with what bin/keyline-aot made for this jar and this JDK. */
    private static List<String> cache() {
        File jar = new File(JAR);
        File cache = new File(jar.getParentFile(), "keyline-" + Runtime.version() + String.valueOf(jar.getParent()).replace('/', '_') + ".aot");
        return cache.lastModified() > jar.lastModified() ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off") : List.of();
    }

    private Path config() {
        try {
            return Files.writeString(directory.resolve("keyline.properties"), settings.entrySet().stream()
                    .map(setting -> setting.getKey() + " = " + setting.getValue()).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it runs. */
    void awaitRunning() {
        await("the hub runs").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(isAlive()).as("the hub ended: %s", log()).isTrue();
            return log().contains("Keyline runs");
        });
    }

    /** Waits until it has ended by itself. */
    void awaitGone() {
        await("the hub ends").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !isAlive());
    }

    /** Waits until it has halted at its crash point. */
    void awaitHalted() {
        await("the hub halts").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !isAlive());
        assertThat(process.exitValue()).as(log()).isEqualTo(HALTED);
    }

    /** kill -9 of the hub alone; its PostgreSQL server stays behind. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** It stands still (SIGSTOP), and its connections with it. */
    void pause() {
        signal("STOP");
    }

    /** It goes on where it stood (SIGCONT). */
    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The orderly way: SIGTERM. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it has written since its last start. */
    String log() {
        try {
            return log == null ? "" : Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No log of it, or of another that has its settings, tells what it must not. @param known what the test knows that they must not */
    void isDiscreet(Discretion known) {
        others.forEach(other -> other.isDiscreet(known));
        known.secrets(settings.entrySet().stream().filter(setting -> SECRET.matcher(setting.getKey()).find()).map(Map.Entry::getValue)
                .filter(secret -> !secret.equals(World.BROKER_ACCOUNT)).toList()); // whose password is their name keeps no secret
        Stream.of("secret.key", "api-token").map(data()::resolve).filter(Files::exists).forEach(file -> known.secrets(List.of(read(file).strip())));
        IntStream.rangeClosed(1, starts).mapToObj(this::log).forEach(file -> known.keptIn(file, read(file)));
    }

    private Path log(int start) {
        return directory.resolve("hub-" + start + ".log");
    }

    /** In whatever encoding: what is no text is no customer's either. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the hub ends").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            stop();
        }
        stopDatabase();
    }

    /** A PostgreSQL server that a killed hub left behind; its data are thrown away. */
    private void stopDatabase() {
        Path pid = data().resolve("postgres/cluster/postmaster.pid");
        if (!Files.exists(pid)) {
            return;
        }
        try {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip())).ifPresent(server -> {
                server.destroyForcibly();
                server.onExit().join();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
