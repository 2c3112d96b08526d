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
    private static final String MIGRATED = "migrated";
    private static EmbeddedDatabase server;

    private TestDatabase() {
    }

    /** A new database with the hub's schema. The caller closes it. */
    public static Database fresh() throws SQLException {
        Database database = new Database(create(MIGRATED), null, null);
        database.open();
        return database;
    }

    /** The URL of a new database without any schema. */
    public static String newUrl() throws SQLException {
        return create("template1");
    }

    private static String create(String template) throws SQLException {
        return create(server().jdbcUrl(), "test_" + NUMBER.incrementAndGet(), template);
    }

    private static String create(String url, String name, String template) throws SQLException {
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
        }
        return url.replace("/keyline?", "/" + name + "?");
    }

    /** All migrations once: a copy of what they make is there in a fraction of the time. */
    private static void migrate(String url) throws SQLException {
        try (Database database = new Database(create(url, MIGRATED, "template1"), null, null)) {
            database.open();
        }
    }

    private static synchronized EmbeddedDatabase server() throws SQLException {
        if (server == null) {
            try {
                Path directory = Files.createTempDirectory("keyline-test");
                server = EmbeddedDatabase.start(directory, 0);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
                migrate(server.jdbcUrl());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** Without writing out what is thrown away: that took longer than Surefire waits, which then left all of it behind. */
    private static void end(Path directory) {
        server.stopImmediately();
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the system clears its temporary directory
        }
    }
}
