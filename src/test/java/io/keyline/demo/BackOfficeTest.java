package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated // what the process reads is replaced
class BackOfficeTest {

    private static final String CUSTOMER = "+4520123456";
    private static final long SOON = 5000;
    private static final long NEVER = 300;

    @TempDir
    private Path directory;
    private Broker broker;
    private BackOffice backOffice;
    private Connection connection;
    private Session session;
    private Queue replyQueue;
    private MessageConsumer replies;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(directory);
        backOffice = BackOffice.start(broker.url(), null, null, "keyline.");
        connect();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        backOffice.close();
        broker.close();
    }

    @Test
    void itTellsABalance() throws Exception {
        JsonNode reply = ask("k1", "accounts.balance", "{}");
        assertThat(reply.path("id").asText()).isEqualTo("k1");
        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.at("/data/account").asText()).isEqualTo("main");
        assertThat(reply.at("/data/balance/amount").decimalValue()).isEqualByComparingTo("1250.50");
        assertThat(reply.at("/data/balance/currency").asText()).isEqualTo("EUR");
        assertThat(reply.at("/data/asOf").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
    }

    @Test
    void itKnowsItsAccounts() throws Exception {
        assertThat(ask("k1", "accounts.balance", "{\"account\":\"savings\"}").at("/data/account").asText()).isEqualTo("savings");
        JsonNode unknown = ask("k2", "accounts.balance", "{\"account\":\"yacht\"}");
        assertThat(unknown.path("status").asText()).isEqualTo("refused");
        assertThat(unknown.path("reason").asText()).isEqualTo("unknown-account");
    }

    @Test
    void aPaymentReducesTheBalance() throws Exception {
        JsonNode reply = ask("k1", "payments.take", "{\"amount\":250.25}");
        assertThat(reply.at("/data/amount/amount").asText()).isEqualTo("250.25");
        assertThat(reply.at("/data/balance/amount").asText()).isEqualTo("1000.25");
        assertThat(reply.at("/data/receipt").asText()).startsWith("P-");
        assertThat(backOffice.ledger().balance(CUSTOMER, "main")).isEqualByComparingTo("1000.25");
        assertThat(backOffice.ledger().paymentsOf(CUSTOMER)).hasSize(1);
    }

    @Test
    void paymentsAreRefusedForAReason() throws Exception {
        assertThat(ask("k1", "payments.take", "{\"amount\":1250.51}").path("reason").asText()).isEqualTo("insufficient-funds");
        assertThat(ask("k2", "payments.take", "{\"amount\":0}").path("reason").asText()).isEqualTo("invalid-amount");
        assertThat(ask("k3", "payments.take", "{\"amount\":-5}").path("reason").asText()).isEqualTo("invalid-amount");
        assertThat(ask("k4", "payments.take", "{\"amount\":1}", Instant.now().minusSeconds(1)).path("reason").asText())
                .isEqualTo("too-late");
        assertThat(backOffice.ledger().effects()).isEmpty();
    }

    @Test
    void theSamePaymentTwiceHasOneEffectAndIsSeen() throws Exception {
        JsonNode first = ask("k1", "payments.take", "{\"amount\":100}");
        JsonNode second = ask("k1", "payments.take", "{\"amount\":100}");
        assertThat(second).isEqualTo(first);
        assertThat(backOffice.ledger().effects("k1")).hasSize(1);
        assertThat(backOffice.ledger().repeats()).containsExactly(Map.entry("k1", 2));
        assertThat(backOffice.ledger().balance(CUSTOMER, "main")).isEqualByComparingTo("1150.50");
    }

    @Test
    void aReplyCarriesTheCorrelationOfTheRequestOrElseItsId() throws Exception {
        send("k1", "accounts.balance", "{}", "c1", later());
        assertThat(replies.receive(SOON).getJMSCorrelationID()).isEqualTo("c1");
        send("k2", "accounts.balance", "{}", null, later());
        assertThat(replies.receive(SOON).getJMSCorrelationID()).isEqualTo("k2");
    }

    @Test
    void aSilentOneTakesThePaymentAndTellsNobody() throws Exception {
        backOffice.faults().silence(1);
        send("k1", "payments.take", "{\"amount\":100}", "c1", later());
        assertThat(replies.receive(NEVER)).isNull();
        assertThat(backOffice.ledger().effects("k1")).hasSize(1);
    }

    @Test
    void repliesComeMalformedTwiceOrLate() throws Exception {
        backOffice.faults().malformed(1);
        send("k1", "accounts.balance", "{}", "c1", later());
        assertThat(((TextMessage) replies.receive(SOON)).getText()).isEqualTo("this is no reply {");

        backOffice.faults().repeatReplies(1);
        send("k2", "accounts.balance", "{}", "c2", later());
        assertThat(replies.receive(SOON).getJMSCorrelationID()).isEqualTo("c2");
        assertThat(replies.receive(SOON).getJMSCorrelationID()).isEqualTo("c2");

        backOffice.faults().delay(Duration.ofMillis(400));
        long asked = System.nanoTime();
        send("k3", "accounts.balance", "{}", "c3", later());
        assertThat(replies.receive(SOON).getJMSCorrelationID()).isEqualTo("c3");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    }

    @Test
    void aServiceThatIsSwitchedOnIsConfirmedLater() throws Exception {
        backOffice.switchingTakes(Duration.ofMillis(400));
        long asked = System.nanoTime();
        assertThat(ask("k1", "services.activate", "{\"service\":\"music\"}").at("/data/active").asBoolean()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    }

    @Test
    void aFailedRequestMayBeTriedAgainWithTheSameKey() throws Exception {
        backOffice.faults().fail(1);
        assertThat(ask("k1", "payments.take", "{\"amount\":100}").path("status").asText()).isEqualTo("failed");
        assertThat(ask("k1", "payments.take", "{\"amount\":100}").path("status").asText()).isEqualTo("ok");
        assertThat(backOffice.ledger().effects("k1")).hasSize(1);
    }

    @Test
    void whatIsNoRequestIsAnsweredAndSpoilsNothing() throws Exception {
        TextMessage garbage = session.createTextMessage("{ not json");
        garbage.setJMSReplyTo(replyQueue);
        garbage.setJMSCorrelationID("c1");
        session.createProducer(session.createQueue("keyline.payments.take")).send(garbage);
        assertThat(((TextMessage) replies.receive(SOON)).getText()).contains("\"status\":\"failed\"").contains("malformed-request");
        assertThat(ask("k1", "payments.take", "{\"amount\":1}").path("status").asText()).isEqualTo("ok");
    }

    @Test
    void itComesBackWithTheBroker() throws Exception {
        await().until(backOffice::isConnected);
        connection.close();
        broker.stop();
        await().until(() -> !backOffice.isConnected());
        broker.start();
        connect();
        assertThat(ask("k1", "payments.take", "{\"amount\":100}").path("status").asText()).isEqualTo("ok");
        await().until(backOffice::isConnected);
    }

    @Test
    void asAProcessOfItsOwnItAnnouncesItselfAndEndsWithStandardInput() throws Exception {
        InputStream stdin = System.in;
        StringWriter out = new StringWriter();
        try (PipedOutputStream ours = new PipedOutputStream(); PipedInputStream theirs = new PipedInputStream(ours)) {
            System.setIn(theirs);
            CommandLine command = new CommandLine(new BackOfficeCommand()).setOut(new PrintWriter(out));
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> command.execute("--broker-url", broker.url()));
            await().untilAsserted(() -> assertThat(out.toString()).contains("Back office ready: JMS at " + broker.url()));
            ours.close();
            assertThat(exit.join()).isZero();
        } finally {
            System.setIn(stdin);
        }
    }

    @Test
    void manyRequestsAreEachAnsweredOnce() throws Exception {
        int requests = 2000;
        Set<String> answered = new HashSet<>();
        try (Session batch = connection.createSession(Session.SESSION_TRANSACTED)) {
            for (int i = 0; i < requests; i++) {
                send(batch, "k" + i, "payments.take", "{\"amount\":0.50}", "c" + i, later());
            }
            batch.commit();
        }
        for (int i = 0; i < requests; i++) {
            answered.add(replies.receive(SOON).getJMSCorrelationID());
        }
        assertThat(answered).hasSize(requests);
        assertThat(replies.receive(NEVER)).isNull();
        assertThat(backOffice.ledger().repeats()).isEmpty();
        assertThat(backOffice.ledger().balance(CUSTOMER, "main")).isEqualByComparingTo("250.50");
    }

    private void connect() throws JMSException {
        connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
        connection.start();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        replyQueue = session.createQueue("test.replies");
        replies = session.createConsumer(replyQueue);
    }

    private JsonNode ask(String key, String operation, String data) throws Exception {
        return ask(key, operation, data, later());
    }

    private JsonNode ask(String key, String operation, String data, Instant deadline) throws Exception {
        send(key, operation, data, "correlation-" + key, deadline);
        return new ObjectMapper().readTree(((TextMessage) replies.receive(SOON)).getText());
    }

    private void send(String key, String operation, String data, String correlation, Instant deadline) throws JMSException {
        send(session, key, operation, data, correlation, deadline);
    }

    private void send(Session on, String key, String operation, String data, String correlation, Instant deadline) throws JMSException {
        TextMessage request = on.createTextMessage("""
                {"id":"%s","operation":"%s","customer":{"address":"%s","channel":"sms","language":"da"},"deadline":"%s","data":%s}"""
                .formatted(key, operation, CUSTOMER, deadline, data));
        request.setJMSReplyTo(replyQueue);
        request.setJMSCorrelationID(correlation);
        on.createProducer(on.createQueue("keyline." + operation)).send(request);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(30);
    }
}
