package io.keyline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's own programs on one cluster directory: make it, start it, stop it, and see whether it runs. */
final class PostgresServer {

    private static final int SECONDS = 60;
    private static final int ATTEMPTS = 20;

    private final Path programs;
    private final Path cluster;
    private final Path log;

    /**
     * @param home      what {@link PostgresBinaries} unpacked
     * @param directory gets {@code cluster} and {@code server.log}
     */
    PostgresServer(Path home, Path directory) {
        this.programs = home.resolve("bin");
        this.cluster = directory.resolve("cluster");
        this.log = directory.resolve("server.log");
    }

    /** Makes the cluster if it is not there. Its locale is PostgreSQL's own, so that no index depends on the version of a C library. */
    void initialise(String user, Path passwordFile) throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        run("initdb", "--pgdata=" + cluster, "--username=" + user, "--pwfile=" + passwordFile, "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    }

    /** Started by pg_ctl and so in a session of its own: an interrupt typed at the hub's terminal does not reach it before the hub has ended. */
    void start(Map<String, String> settings) throws IOException {
        removeForeignPid();
        var options = new StringBuilder();
        settings.forEach((name, value) -> options.append(" -c ").append(name).append("='").append(value).append('\''));
        for (int attempt = 1; ; attempt++) {
            try {
                run("pg_ctl", "start", "-w", "-t", String.valueOf(SECONDS), "-D", cluster.toString(), "-l", log.toString(), "-o", options.toString());
                return;
            } catch (IOException e) {
                // After a kill -9 of the server its last sessions need a moment to notice and to let go of the shared memory.
                if (attempt == ATTEMPTS || !lastWords().contains("shared memory block")) {
                    throw new IOException(e.getMessage() + "\n" + lastWords(), e);
                }
                pause();
            }
        }
    }

    /** @param mode {@code fast} ends sessions and writes everything out; {@code immediate} is as a crash */
    void stop(String mode) throws IOException {
        if (pid() == 0) {
            return;
        }
        run("pg_ctl", "stop", "-w", "-t", String.valueOf(SECONDS), "-D", cluster.toString(), "-m", mode);
    }

    /** The server of this cluster, 0 if none runs. The number alone does not count: after a restart of the machine it may be anybody's. */
    long pid() throws IOException {
        return recordedPid().filter(PostgresServer::isPostgres).map(ProcessHandle::pid).orElse(0L);
    }

    private Optional<ProcessHandle> recordedPid() throws IOException {
        var file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(Path::of).map(Path::getFileName).map(Path::toString).filter(name -> name.startsWith("postgres")).isPresent();
    }

    /** PostgreSQL takes any living process of the recorded number for itself, and would refuse to start. */
    private void removeForeignPid() throws IOException {
        if (recordedPid().isPresent() && pid() == 0) {
            Files.delete(cluster.resolve("postmaster.pid"));
        }
    }

    private void run(String program, String... arguments) throws IOException {
        var command = new ArrayList<>(asOrdinaryUser());
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes()).strip();
        try {
            if (!process.waitFor(2 * SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(program + " failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        }
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own it has root's files and none of its powers. */
    private static List<String> asOrdinaryUser() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        var trial = new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            if (trial.start().waitFor() == 0) {
                return List.of("unshare", "-U");
            }
        } catch (IOException e) {
            // no such program: said below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("PostgreSQL does not run as root, and this machine allows no user namespaces (unshare -U): run Keyline as another user");
    }

    private String lastWords() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
