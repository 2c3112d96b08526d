package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void whatWasCommittedSurvivesAKill() throws Exception {
        var process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                EmbeddedBrokerTest.class.getName(), directory.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var url = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        try (var backOffice = backOffice(url); var colleague = new Colleague(url)) {
            backOffice.call(new Request("m1-1", "accounts.pay", Map.of(), Instant.now().plusSeconds(120), Map.of(), false));
            await().untilAsserted(() -> assertThat(colleague.waitingIn("keyline.accounts.pay")).isEqualTo(1));
            process.destroyForcibly().waitFor();
        }
        try (var broker = EmbeddedBroker.start(directory, 0, "hub", "secret"); var colleague = new Colleague(broker.url())) {
            assertThat(colleague.next("keyline.accounts.pay", 5_000).getJMSCorrelationID()).isEqualTo("m1-1");
        }
    }

    @Test
    void startsFastEnoughForADemo() {
        EmbeddedBroker.start(directory, 0, "hub", "secret").close();
        var start = System.nanoTime();
        EmbeddedBroker.start(directory, 0, "hub", "secret").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void nobodyComesInWithoutThePassword() {
        try (var broker = EmbeddedBroker.start(directory, 0, "hub", "secret")) {
            assertThatThrownBy(() -> Brokers.connectionFactory(broker.url(), "hub", "guess").createConnection()).isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> Brokers.connectionFactory(broker.localUrl(), null, null).createConnection()).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void aMessageGivenBackTooOftenBecomesADeadLetter() throws Exception {
        try (var broker = EmbeddedBroker.start(directory, 0, "hub", "secret", Duration.ofMillis(10)); var colleague = new Colleague(broker.url());
                var connection = Brokers.connectionFactory(broker.url(), "hub", "secret").createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            var queue = session.createQueue("keyline.accounts.pay");
            session.createProducer(queue).send(session.createTextMessage("poison"));
            session.commit();
            var consumer = session.createConsumer(queue);
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThat(consumer.receive(30_000)).isNotNull();
                session.rollback();
            }
            assertThat(((TextMessage) colleague.next(EmbeddedBroker.DEAD_LETTERS, 5_000)).getText()).isEqualTo("poison");
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort(), "hub", "secret"))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void twoBrokersOnOneDirectoryAreRefused() {
        try (var broker = EmbeddedBroker.start(directory, 0, "hub", "secret")) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0, "hub", "secret"))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("another process has the directory");
        }
    }

    @Test
    void aClientInAnotherProcessIsLikeOneInThis() throws Exception {
        try (var broker = EmbeddedBroker.start(directory, 0, "hub", "secret"); var local = new Colleague(broker.localUrl());
                var remote = new Colleague(broker.url())) {
            local.put("m1", "hello");
            assertThat(remote.next("keyline.replies", 5_000).getJMSCorrelationID()).isEqualTo("m1");
        }
    }

    /** A broker in a process of its own, which prints its URL and then does nothing. */
    public static void main(String[] arguments) throws Exception {
        var out = System.out;
        System.setOut(System.err);
        out.println(EmbeddedBroker.start(Path.of(arguments[0]), 0, "hub", "secret").url());
        Thread.currentThread().join();
    }

    private static JmsBackOffice backOffice(String url) {
        return new JmsBackOffice(Brokers.connectionFactory(url, "hub", "secret"), JmsBackOffice.PREFIX, 0, new Unclaimed(reply -> { }, () -> true, text -> { }));
    }
}
