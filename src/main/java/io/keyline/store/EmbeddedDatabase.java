package io.keyline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server, whose data stay in a directory. What it committed survives a kill -9 of the server and
 * of this process. It listens on 127.0.0.1 only and asks for a password, which is kept beside the data for its owner alone.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String USER = "keyline";

    /** Without these a commit is not a promise, and Keyline acknowledges messages on it. */
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "60"),
            // Sized for 2 cores and 2 GB beside the hub: the hot tables fit.
            Map.entry("shared_buffers", "256MB"),
            // After each checkpoint every page is written to the log whole once: few checkpoints, cheap commits.
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("wal_buffers", "16MB"),
            // Nothing replicates from an embedded server.
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            // Short statements only: compiling them costs more than it saves, and so do reader processes.
            Map.entry("jit", "off"),
            Map.entry("io_method", "sync"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("update_process_title", "off"),
            // Queue tables turn over quickly and must be vacuumed before they grow.
            Map.entry("autovacuum_naptime", "15s"),
            Map.entry("autovacuum_vacuum_cost_delay", "0"),
            Map.entry("timezone", "UTC"),
            // What customers wrote does not belong in a log.
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"));

    private final Path directory;
    private final FileChannel lock;
    private final PostgresServer server;
    private final String password;
    private final int port;
    private volatile boolean wanted;

    private EmbeddedDatabase(Path directory, int port) throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        this.lock = lock(this.directory);
        try {
            this.server = new PostgresServer(PostgresBinaries.unpacked(this.directory.resolve("binaries")), this.directory);
            stopStale();
            this.port = free(port);
            this.password = password();
            server.initialise(USER, this.directory.resolve("password"));
            startAgain();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts the server, makes its data if there are none, and waits until it answers.
     *
     * @param directory where the data live; made if it is not there
     * @param portOr0   on 127.0.0.1; 0 takes a free one
     * @throws IllegalStateException another hub has the directory, the port is in use, or the server does not start
     */
    public static EmbeddedDatabase start(Path directory, int portOr0) {
        try {
            return new EmbeddedDatabase(directory, portOr0);
        } catch (IOException e) {
            throw new IllegalStateException("The embedded PostgreSQL in " + directory + " did not start: " + e.getMessage(), e);
        }
    }

    /** With user and password; the same until {@link #close}, also over a restart of the server. */
    public String jdbcUrl() {
        return url("keyline");
    }

    /** The URL of the server that another process runs on this directory; empty if none does, or it cannot be told. */
    public static Optional<String> runningAt(Path directory) {
        try {
            String port = Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid")).get(3).strip();
            return Optional.of(url(port, "keyline", Files.readString(directory.resolve("password")).strip()));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The server's process, 0 while it does not run. */
    public long pid() {
        try {
            return server.pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server as a crash would. It stays away until {@link #startAgain}. */
    public synchronized void stopImmediately() {
        stop("immediate");
    }

    /** Starts the stopped server on the same port. */
    public synchronized void startAgain() {
        try {
            server.start(settings());
            requireDurable();
            createDatabase();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL in " + directory + " did not start: " + e.getMessage(), e);
        }
        wanted = true;
        ProcessHandle.of(pid()).ifPresent(process -> process.onExit().thenRunAsync(this::gone));
    }

    @Override
    public synchronized void close() {
        stop("fast");
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop(String mode) {
        wanted = false;
        try {
            server.stop(mode);
        } catch (IOException e) {
            throw new IllegalStateException("The embedded PostgreSQL in " + directory + " did not stop: " + e.getMessage(), e);
        }
    }

    /** Somebody killed it: nobody but us would start it again. */
    private synchronized void gone() {
        if (!wanted || pid() != 0) {
            return;
        }
        LOG.warn("The embedded PostgreSQL has ended unasked; starting it again");
        try {
            startAgain();
        } catch (IllegalStateException e) {
            LOG.error(e.getMessage());
            CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(this::gone);
        }
    }

    /** An earlier hub that was killed leaves its server running, with its settings and perhaps on another port. */
    private void stopStale() throws IOException {
        if (server.pid() == 0) {
            return;
        }
        LOG.info("Stopping the PostgreSQL server {} that an earlier process left behind", server.pid());
        server.stop("fast");
    }

    private Map<String, String> settings() {
        var settings = new TreeMap<>(SETTINGS);
        settings.putAll(DURABLE);
        settings.put("port", String.valueOf(port));
        return settings;
    }

    /** Asked of the server itself, because nothing that we told it counts. */
    private void requireDurable() throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres")); var statement = connection.createStatement()) {
            for (var setting : DURABLE.entrySet()) {
                try (var row = statement.executeQuery("SHOW " + setting.getKey())) {
                    if (!row.next() || !row.getString(1).equals(setting.getValue())) {
                        throw new SQLException(setting.getKey() + " is off: a commit would be no promise, so Keyline does not start");
                    }
                }
            }
        }
    }

    private void createDatabase() throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres")); var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'keyline'")) {
                if (row.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE keyline");
        }
    }

    private String url(String database) {
        return url(String.valueOf(port), database, password);
    }

    private static String url(String port, String database, String password) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER + "&password=" + password;
    }

    /** Made once; readable by its owner alone. */
    private String password() throws IOException {
        var file = directory.resolve("password");
        if (!Files.exists(file)) {
            var random = new byte[24];
            new SecureRandom().nextBytes(random);
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /** Held as long as this process lives, and let go by the system however it ends. */
    private static FileChannel lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: said below
        }
        channel.close();
        throw new IllegalStateException("Another Keyline runs on the data in " + directory + ": stop it, or give this one a directory of its own");
    }

    private static int free(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new IllegalStateException("Port " + port + " on 127.0.0.1 is in use: stop what listens there, or choose another port for the"
                    + " embedded PostgreSQL", e);
        }
    }
}
