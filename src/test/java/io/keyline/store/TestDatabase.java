package io.keyline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One PostgreSQL server for all tests of this JVM, because it takes two seconds to start, and an empty database for whoever asks. */
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedDatabase server;

    private TestDatabase() {
    }

    /** A new database with the hub's schema. The caller closes it. */
    public static Database fresh() throws SQLException {
        Database database = new Database(newUrl(), null, null);
        database.open();
        return database;
    }

    /** The URL of a new database without any schema. */
    public static String newUrl() throws SQLException {
        String url = server().jdbcUrl();
        String name = "test_" + NUMBER.incrementAndGet();
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return url.replace("/keyline?", "/" + name + "?");
    }

    private static synchronized EmbeddedDatabase server() {
        if (server == null) {
            try {
                Path directory = Files.createTempDirectory("keyline-test");
                server = EmbeddedDatabase.start(directory, 0);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    private static void end(Path directory) {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the system clears its temporary directory
        }
    }
}
