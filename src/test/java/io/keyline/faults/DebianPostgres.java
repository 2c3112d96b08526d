package io.keyline.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's PostgreSQL, as a company runs it: a server of its own, with pg_dump and pg_restore. */
final class DebianPostgres implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl", "createdb", "pg_dump", "pg_restore", "pg_basebackup");

    private final Path programs;
    private final Path directory;
    private final int port;

    private DebianPostgres(Path directory) throws Exception {
        this.programs = programs().orElseThrow();
        this.directory = Files.createDirectories(directory);
        this.port = World.freePort();
    }

    private DebianPostgres create(String... configuration) throws Exception {
        run("initdb", "-D", cluster(), "-U", "keyline", "-A", "trust", "-E", "UTF8", "--locale=C");
        Files.write(Path.of(cluster(), "postgresql.conf"), List.of(configuration), StandardOpenOption.APPEND);
        start();
        run("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "keyline", "keyline");
        return this;
    }

    private DebianPostgres start() throws Exception {
        run("pg_ctl", "start", "-w", "-D", cluster(), "-l", directory.resolve("log").toString(), "-o",
                "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p " + port);
        return this;
    }

    /** Why it cannot be started here; null if it can. */
    static String lacks() {
        return programs().isPresent() ? null : "PostgreSQL with its clients is not installed: apt-get install postgresql";
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> PROGRAMS.stream().allMatch(program -> Files.isExecutable(bin.resolve(program))))
                    .max(Comparator.comparingDouble(bin -> Double.parseDouble(bin.getParent().getFileName().toString())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A server with an empty database. */
    static DebianPostgres start(Path directory) throws Exception {
        return new DebianPostgres(directory).create();
    }

    /** One that keeps its WAL in an archive, as docs/keeping.md says. */
    static DebianPostgres archiving(Path directory, Path archive) throws Exception {
        return new DebianPostgres(directory).create("archive_mode = on", "archive_command = 'test ! -f %1$s/%%f && cp %%p %1$s/%%f'".formatted(archive));
    }

    /** One that goes back to a moment, as docs/keeping.md says: from a base backup, with the archive. Returns when it works. */
    static DebianPostgres recovered(Path directory, DebianPostgres lost, Path archive, String moment) throws Exception {
        DebianPostgres recovered = new DebianPostgres(directory);
        recovered.run("cp", "-a", lost.base().toString(), recovered.cluster());
        Files.write(Path.of(recovered.cluster(), "postgresql.conf"), List.of("archive_mode = off", "restore_command = 'cp %s/%%f %%p'".formatted(archive),
                "recovery_target_time = '" + moment + "'", "recovery_target_action = promote"), StandardOpenOption.APPEND);
        Files.createFile(Path.of(recovered.cluster(), "recovery.signal"));
        return recovered.start();
    }

    private Path base() {
        return directory.resolve("base");
    }

    /** While the server works. */
    void takeBase() throws Exception {
        run("pg_basebackup", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "keyline", "--checkpoint=fast", "-D", base().toString());
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/keyline?user=keyline";
    }

    /** As docs/keeping.md says. */
    void dump(Path file) throws Exception {
        run("pg_dump", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "keyline", "--format=custom", "--file=" + file, "keyline");
    }

    /** As docs/keeping.md says, into the empty database. */
    void restore(Path file) throws Exception {
        run("pg_restore", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "keyline", "--dbname=keyline", "--exit-on-error",
                "--single-transaction", file.toString());
    }

    private String cluster() {
        return directory.resolve("cluster").toString();
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it has root's files and none of its powers. */
    private void run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>("root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of());
        command.add(Files.exists(programs.resolve(program)) ? programs.resolve(program).toString() : program);
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve(program + ".out").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(program + " failed: " + Files.readString(directory.resolve(program + ".out")));
        }
    }

    @Override
    public void close() throws Exception {
        run("pg_ctl", "stop", "-m", "immediate", "-D", cluster());
    }
}
