package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Events from Kafka")
class EventsFromKafkaIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ROUTE = """
            - route:
                id: renewals
                from:
                  uri: kafka:%s
                  parameters: { sessionTimeoutMs: 1000, heartbeatIntervalMs: 200, pollTimeoutMs: 100 }
                  steps:
                    - to: dialogue:renewal
            """;

    @TempDir
    static Path directory;
    private static KafkaBroker kafka;
    private static EmbeddedBroker broker;
    private static JMSContext outside;

    private final DialogueDouble dialogue = new DialogueDouble();
    private DefaultCamelContext camel;
    private String topic;

    @BeforeAll
    static void startBrokers() throws Exception {
        kafka = new KafkaBroker(directory.resolve("kafka"));
        broker = EmbeddedBroker.start(directory.resolve("artemis"), 0, "hub", "secret");
        outside = jms().createContext();
    }

    @AfterAll
    static void stopBrokers() {
        outside.close();
        broker.close();
        kafka.close();
    }

    private static ConnectionFactory jms() {
        return Brokers.connectionFactory(broker.localUrl(), "hub", "secret");
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        kafka.create(topic, 1);
        camel = camel(dialogue, kafka.url, topic, new DeadEvents(jms(), EmbeddedBroker.DEAD_LETTERS, 20));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static DefaultCamelContext camel(DialogueDouble dialogue, String brokers, String topic, DeadEvents dead) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.addComponent("kafka", EventSources.kafka(brokers));
        camel.addComponent("dialogue", dialogue);
        dead.addRouteConfigurationsToCamelContext(camel);
        YamlRoutes.add(camel, "routes.yaml", ROUTE.formatted(topic));
        camel.start();
        return camel;
    }

    private static String event(String key) {
        return "{\"key\": \"" + key + "\", \"address\": \"+4520123456\"}";
    }

    private void write(String value) throws Exception {
        kafka.write(topic, value.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private void awaitStarted(String... keys) {
        await().atMost(LONG).untilAsserted(() -> assertThat(dialogue.started()).extracting(Event::key).containsExactlyInAnyOrder(keys));
    }

    private void awaitCommitted(long offset) {
        await().atMost(LONG).until(() -> kafka.committed("keyline", topic) == offset);
    }

    private static Message deadLetter() {
        try (var consumer = outside.createConsumer(outside.createQueue(EmbeddedBroker.DEAD_LETTERS))) {
            return consumer.receive(LONG.toMillis());
        }
    }

    @Test
    void beginDialoguesAndOneKeyBeginsOne() throws Exception {
        write(event("a"));
        write(event("b"));
        write(event("a"));
        awaitCommitted(3);
        awaitStarted("a", "b");
        assertThat(dialogue.attempts).hasSize(3);
    }

    @Test
    void thatCannotBeReadAreSetAsideAndThoseBehindAreTaken() throws Exception {
        write(event("a"));
        kafka.write(topic, new byte[] {'{', (byte) 0xC3, '}'}, Map.of());
        write(event("b"));
        awaitStarted("a", "b");
        awaitCommitted(3);
        assertThat(dialogue.attempts).hasSize(3);
        Message dead = deadLetter();
        assertThat(dead.getStringProperty("origin")).isEqualTo("kafka:" + topic + "-0@1");
        assertThat(dead.getStringProperty("reason")).isEqualTo("the body is not UTF-8");
    }

    @Test
    void thatFailForGoodAreSetAsideAfterSixAttempts() throws Exception {
        Exception defect = new IllegalStateException("a defect");
        dialogue.fails(defect, defect, defect, defect, defect, defect);
        write(event("a"));
        write(event("b"));
        awaitStarted("b");
        awaitCommitted(2);
        assertThat(dialogue.attempts).hasSize(7);
        assertThat(deadLetter().getBody(String.class)).isEqualTo(event("a"));
    }

    @Test
    void waitInTheirOrderHoweverLongTheDatabaseIsAway() throws Exception {
        Exception[] away = new Exception[15];
        Arrays.fill(away, new SQLException("the database is away", "08006"));
        dialogue.fails(away);
        write(event("a"));
        write(event("b"));
        awaitStarted("a", "b");
        awaitCommitted(2);
        assertThat(dialogue.attempts).hasSize(17);
        assertThat(dialogue.attempts).extracting(headers -> headers.get("kafka.OFFSET")).startsWith(0L).endsWith(0L, 1L);
    }

    @Test
    void bringNoHeaderOfTheirs() throws Exception {
        kafka.write(topic, event("a").getBytes(StandardCharsets.UTF_8), Map.of("kafka.OVERRIDE_TOPIC", "hostile", "kafka.PARTITION_KEY", "7",
                "CamelSqlQuery", "hostile", "cAmElHttpUri", "hostile", "To", "hostile", "kafka.OFFSET", "hostile"));
        awaitStarted("a");
        assertThat(dialogue.attempts.getFirst().values()).doesNotContain("hostile", "hostile".getBytes(StandardCharsets.UTF_8));
        assertThat(dialogue.attempts.getFirst()).doesNotContainKeys("kafka.OVERRIDE_TOPIC", "kafka.PARTITION_KEY", "CamelSqlQuery", "cAmElHttpUri", "To")
                .containsEntry("kafka.OFFSET", 0L);
    }

    @Test
    void aConsumerKilledBetweenItsCommitAndKafkasTakesTheRecordAgain() throws Exception {
        camel.stop();
        Process killed = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                Killed.class.getName(), kafka.url, topic).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        write(event("a"));
        write(event("b"));
        assertThat(killed.waitFor()).isEqualTo(Killed.AFTER_THE_COMMIT);
        assertThat(kafka.committed("keyline", topic)).isZero();
        camel = camel(dialogue, kafka.url, topic, new DeadEvents(jms(), EmbeddedBroker.DEAD_LETTERS));
        awaitStarted("a", "b");
        awaitCommitted(2);
        assertThat(dialogue.attempts).extracting(headers -> headers.get("kafka.OFFSET")).containsExactly(0L, 1L);
    }

    /** A hub that is halted when its dialogue is committed, and before Kafka knows. */
    static final class Killed {

        static final int AFTER_THE_COMMIT = 77;

        public static void main(String[] arguments) throws Exception {
            camel(new DialogueDouble(() -> Runtime.getRuntime().halt(AFTER_THE_COMMIT)), arguments[0], arguments[1], new DeadEvents(null, "none"));
            Thread.currentThread().join();
        }
    }
}
