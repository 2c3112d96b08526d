package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path directory;
    private EmbeddedDatabase database;

    @AfterEach
    void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void aCommitIsAPromise() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void onlyThisMachineReachesItAndOnlyWithThePassword() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl().replaceAll("password=.*", "password=guess")))
                .isInstanceOf(SQLException.class).hasMessageContaining("password");
        assertThat(Files.getPosixFilePermissions(directory.resolve("password"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void dataSurviveARestart() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        write("kept");
        database.close();
        database = EmbeddedDatabase.start(directory, 0);
        assertThat(ask("SELECT string_agg(word, ',') FROM note")).isEqualTo("kept");
    }

    @Test
    void comesBackOnTheSamePortAfterAHardStop() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        write("kept");
        var url = database.jdbcUrl();
        database.stopImmediately();
        assertThat(database.pid()).isZero();
        assertThatThrownBy(() -> ask("SELECT 1")).isInstanceOf(SQLException.class);
        database.startAgain();
        assertThat(database.jdbcUrl()).isEqualTo(url);
        assertThat(ask("SELECT string_agg(word, ',') FROM note")).isEqualTo("kept");
    }

    @Test
    void aKilledServerIsStartedAgain() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        write("kept");
        var killed = database.pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
                .until(() -> ask("SELECT string_agg(word, ',') FROM note").equals("kept"));
        assertThat(database.pid()).isNotEqualTo(killed).isNotZero();
    }

    @Test
    void theServerOfAKilledHubIsStoppedAndItsDataKept() throws Exception {
        var hub = hub(directory);
        var left = Long.parseLong(new BufferedReader(new InputStreamReader(hub.getInputStream())).readLine());
        hub.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(left)).as("the server outlives the hub").hasValueSatisfying(ProcessHandle::isAlive);
        database = EmbeddedDatabase.start(directory, 0);
        assertThat(database.pid()).isNotEqualTo(left);
        assertThat(ask("SELECT string_agg(word, ',') FROM note")).isEqualTo("kept");
    }

    @Test
    void aRecordedNumberThatIsSomebodyElsesNowIsLeftAlone() throws Exception {
        database = EmbeddedDatabase.start(directory, 0);
        write("kept");
        var record = directory.resolve("cluster/postmaster.pid");
        var lines = Files.readString(record);
        database.stopImmediately();
        Files.writeString(record, lines.replaceFirst("^\\d+", String.valueOf(ProcessHandle.current().pid())));
        database.startAgain();
        assertThat(ask("SELECT string_agg(word, ',') FROM note")).isEqualTo("kept");
    }

    @Test
    void twoHubsOnOneDirectoryAreRefused() throws Exception {
        var hub = hub(directory);
        new BufferedReader(new InputStreamReader(hub.getInputStream())).readLine();
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("Another Keyline runs on the data in");
        } finally {
            hub.destroyForcibly().waitFor();
            EmbeddedDatabase.start(directory, 0).close();
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    /** A process of its own with a database on the directory, which prints the server's number and then does nothing. */
    private static Process hub(Path directory) throws IOException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                EmbeddedDatabaseTest.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    public static void main(String[] arguments) throws Exception {
        var hub = new EmbeddedDatabaseTest();
        // standard output is for the number alone
        var out = System.out;
        System.setOut(System.err);
        hub.database = EmbeddedDatabase.start(Path.of(arguments[0]), 0);
        hub.write("kept");
        out.println(hub.database.pid());
        Thread.currentThread().join();
    }

    private void write(String word) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl()); var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS note (word text)");
            statement.execute("INSERT INTO note VALUES ('" + word + "')");
        }
    }

    private String ask(String question) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl()); var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
