package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plays rehearsals of files that do not run yet, in a process of its own and of low priority: a route that never ends or takes all
 * memory is found there, and takes nothing from the messages here.
 */
public final class Rehearsing {

    private static final Pattern PROBLEM = Pattern.compile("\\s*(\\S[^:]*\\.rehearsal):(\\d+): (.*)");
    private static final Path NICE = Path.of("/usr/bin/nice");
    /** A tenth of what a message gets: it disturbs none, and a hub that has much to do still comes to an end with it. */
    private static final String NICENESS = "10";
    private static final int LAST_LINES = 5;
    private static final int GRACE_SECONDS = 5;

    private final List<String> command;
    private final Map<String, String> environment;
    private final String routes;
    private final long seconds;

    /**
     * @param command     {@code keyline rehearse}, which gets the files as arguments
     * @param environment gives it the settings of this hub
     * @param routes      how the directory of the route files is called
     * @param seconds     after which it has failed
     */
    public Rehearsing(List<String> command, Map<String, String> environment, String routes, long seconds) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.routes = routes;
        this.seconds = seconds;
    }

    /**
     * Plays.
     *
     * @param names of the files of rehearsals
     * @return what differs or could not be played; empty if all went as it is written
     */
    List<Problem> play(FileSet files, Set<String> names) throws InterruptedException {
        if (names.isEmpty()) {
            return List.of();
        }
        try {
            return playIn(Files.createTempDirectory("keyline-deploy"), files, names);
        } catch (IOException e) {
            return List.of(new Problem("rehearsals", 0, "could not be played: " + e)); // no room, or nowhere to write
        }
    }

    private List<Problem> playIn(Path directory, FileSet files, Set<String> names) throws IOException, InterruptedException {
        try {
            write(files, directory);
            return run(directory, names);
        } finally {
            delete(directory);
        }
    }

    private void write(FileSet files, Path directory) throws IOException {
        Path routeFiles = Files.createDirectory(directory.resolve(routes));
        Path messages = Files.createDirectory(directory.resolve(routes + "-messages"));
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Files.writeString((file.getKey().endsWith(FileSet.MESSAGES) ? messages : routeFiles).resolve(file.getKey()), file.getValue());
        }
    }

    private List<Problem> run(Path directory, Set<String> names) throws IOException, InterruptedException {
        Path routeFiles = directory.resolve(routes);
        List<String> line = new ArrayList<>(Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", NICENESS) : List.of());
        line.addAll(command);
        line.addAll(List.of("--config", Files.createFile(directory.resolve("none.properties")).toString())); // the environment says all
        names.stream().sorted().map(name -> routeFiles.resolve(name).toString()).forEach(line::add);
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("KEYLINE_ROUTES_DIRECTORY", routeFiles.toString());
        builder.environment().put("KEYLINE_MESSAGES_DIRECTORY", directory.resolve(routes + "-messages").toString());
        return outcome(ended(builder.start()), Files.readAllLines(said));
    }

    /** The exit status; -1 if it had to be ended. */
    private int ended(Process process) throws InterruptedException {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            if (process.isAlive()) {
                process.destroy(); // it stops its database
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private List<Problem> outcome(int status, List<String> said) {
        if (status == 0) {
            return List.of();
        }
        List<Problem> problems = said.stream().map(PROBLEM::matcher).filter(Matcher::matches)
                .map(line -> new Problem(line.group(1), Integer.parseInt(line.group(2)), line.group(3))).toList();
        if (!problems.isEmpty()) {
            return problems;
        }
        return List.of(new Problem("rehearsals", 0, status < 0 ? "are not through after " + seconds + " s"
                : "could not be played: " + String.join("; ", said.subList(Math.max(0, said.size() - LAST_LINES), said.size()))));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
