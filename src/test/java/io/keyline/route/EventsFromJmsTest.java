package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.CachingConnectionFactory;

@DisplayName("Events from JMS, by the shipped route")
class EventsFromJmsTest {

    private static final String RENEWAL = read("routes/renewal-events.yaml");
    private static final String QUEUE = "keyline.events.renewal";
    private static final String EVENT = "{\"key\": \"inv-77\", \"address\": \"+4520123456\", \"data\": {\"plan\": \"Gold\"}}";

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TempDir
    Path directory;
    private EmbeddedBroker broker;
    private CachingConnectionFactory cached;
    private JMSContext outside;
    private final DialogueDouble dialogue = new DialogueDouble();
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, "hub", "secret");
        outside = Brokers.connectionFactory(broker.url(), "hub", "secret").createContext();
        startCamel(local(), RENEWAL);
    }

    private ConnectionFactory local() {
        return Brokers.connectionFactory(broker.localUrl(), "hub", "secret");
    }

    private void startCamel(ConnectionFactory factory, String... yaml) throws Exception {
        cached = new CachingConnectionFactory(factory);
        camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getPropertiesComponent().addOverrideProperty("back-office.prefix", "keyline.");
        camel.addComponent("jms", EventSources.jms(factory, cached));
        camel.addComponent("dialogue", dialogue);
        new DeadEvents(factory, EmbeddedBroker.DEAD_LETTERS).addRouteConfigurationsToCamelContext(camel);
        for (String routes : yaml) {
            YamlRoutes.add(camel, "routes.yaml", routes);
        }
        camel.start();
    }

    private void stopCamel() {
        camel.stop();
        cached.destroy();
    }

    @AfterEach
    void stop() {
        stopCamel();
        outside.close();
        broker.close();
    }

    private void put(String text) {
        put(outside.createTextMessage(text));
    }

    private void put(Message message) {
        outside.createProducer().send(outside.createQueue(QUEUE), message);
    }

    private void awaitStarted(int events) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(dialogue.started()).hasSize(events));
        awaitConsumed();
    }

    private void awaitConsumed() {
        await().atMost(Duration.ofSeconds(20)).until(() -> waitingIn(QUEUE) == 0);
    }

    private int waitingIn(String queue) throws JMSException {
        try (var browser = outside.createBrowser(outside.createQueue(queue))) {
            return Collections.list(browser.getEnumeration()).size();
        }
    }

    private Message deadLetter() {
        try (var consumer = outside.createConsumer(outside.createQueue(EmbeddedBroker.DEAD_LETTERS))) {
            return consumer.receive(20_000);
        }
    }

    @Test
    void beginADialogue() {
        put(EVENT);
        awaitStarted(1);
        assertThat(dialogue.started()).containsExactly(new Event("inv-77", "+4520123456", null, null, Map.of("plan", "Gold")));
    }

    @Test
    void inBytesAreTheSame() throws Exception {
        BytesMessage message = outside.createBytesMessage();
        message.writeBytes(EVENT.replace("Gold", "金").getBytes(StandardCharsets.UTF_8));
        put(message);
        awaitStarted(1);
        assertThat(dialogue.started()).extracting(Event::data).containsExactly(Map.of("plan", "金"));
    }

    @Test
    void twiceWithOneKeyBeginOne() {
        put(EVENT);
        put(EVENT);
        await().untilAsserted(() -> assertThat(dialogue.attempts).hasSize(2));
        awaitStarted(1);
    }

    @Test
    void thatCannotBeTakenNowComeAgainUntilTheyAre() {
        dialogue.fails(new SQLException("the database is away", "08006"), new IllegalStateException("still"));
        put(EVENT);
        awaitStarted(1);
        assertThat(dialogue.attempts).hasSize(3);
    }

    @Test
    void withoutAKeyBeginOnceHoweverOftenTheyComeAgain() {
        dialogue.fails(new IllegalStateException("after the broker gave it"));
        put("{\"address\": \"+4520123456\"}");
        put("{\"address\": \"+4520123456\"}");
        awaitStarted(2);
        assertThat(dialogue.attempts).hasSize(3);
    }

    @Test
    void thatCannotBeReadGoToTheDeadLettersAtOnceAndTheNextOneIsTaken() throws Exception {
        TextMessage poison = outside.createTextMessage("{\"address\": \"nobody\"}");
        poison.setStringProperty("CamelJmsDestinationName", "keyline.replies");
        put(poison);
        put(EVENT);
        awaitStarted(1);
        assertThat(dialogue.attempts).hasSize(2);
        Message dead = deadLetter();
        assertThat(dead.getBody(String.class)).isEqualTo("{\"address\": \"nobody\"}");
        assertThat(dead.getStringProperty("reason")).isEqualTo("address is not a telephone number, as +4520123456, nor an e-mail address");
        assertThat(dead.getStringProperty("origin")).isEqualTo("jms:" + poison.getJMSMessageID());
        assertThat(dead.propertyExists("CamelJmsDestinationName")).isFalse();
    }

    @Test
    void thatAreObjectsAreSetAsideUnopened() throws Exception {
        put(outside.createObjectMessage(new Opened()));
        assertThat(deadLetter()).isInstanceOf(ObjectMessage.class);
        put(outside.createMapMessage());
        assertThat(deadLetter().getStringProperty("reason")).isEqualTo("the JMS message is neither a TextMessage nor a BytesMessage");
        awaitConsumed();
        assertThat(Opened.COUNT).hasValue(0);
    }

    @Test
    void bringNoHeaderOfTheirsAndNoAddressToAnswer() throws Exception {
        TextMessage message = outside.createTextMessage(EVENT);
        for (String name : new String[] {"CamelSqlQuery", "CAmelSmppDestAddr", "camelJmsDestinationName", "CamelFileName", "To", "address", "Other"}) {
            message.setStringProperty(name, "hostile");
        }
        message.setJMSReplyTo(outside.createQueue("keyline.replies"));
        message.setJMSType("hostile");
        put(message);
        awaitStarted(1);
        assertThat(dialogue.attempts.getFirst().keySet()).allMatch(name -> name.startsWith("JMS") || name.equals("CamelMessageTimestamp"));
        assertThat(dialogue.attempts.getFirst()).containsEntry("JMSMessageID", message.getJMSMessageID());
        assertThat(waitingIn("keyline.replies")).isZero();
    }

    @Test
    void areTakenAgainWhenTheBrokerComesBack() throws Exception {
        int port = Integer.parseInt(broker.url().replaceAll(".*:", ""));
        stopCamel();
        startCamel(Brokers.connectionFactory(broker.url(), "hub", "secret"), RENEWAL);
        put(EVENT);
        awaitStarted(1);
        outside.close();
        broker.close();
        broker = EmbeddedBroker.start(directory, port, "hub", "secret");
        outside = Brokers.connectionFactory(broker.url(), "hub", "secret").createContext();
        put(EVENT.replace("inv-77", "inv-78"));
        awaitStarted(2);
    }

    @Test
    void canBeMadeByARouteForAnother() throws Exception {
        stopCamel();
        startCamel(local(), RENEWAL, """
                - route:
                    id: made
                    from:
                      uri: timer:once?repeatCount=1&delay=0
                      steps:
                        - setBody: { constant: '%s' }
                        - to: jms:queue:%s
                """.formatted(EVENT, QUEUE));
        awaitStarted(1);
    }

    /** Counts how often somebody deserialises it. */
    private static final class Opened implements Serializable {

        private static final AtomicInteger COUNT = new AtomicInteger();

        private void readObject(ObjectInputStream in) {
            COUNT.incrementAndGet();
        }
    }
}
