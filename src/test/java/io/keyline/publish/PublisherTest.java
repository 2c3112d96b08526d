package io.keyline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.store.Database;
import io.keyline.store.Publication;
import io.keyline.store.PublishSql;
import io.keyline.store.TestDatabase;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is committed leaves for its broker")
class PublisherTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;
    private static Database database;
    private static int port;
    private static EmbeddedBroker broker;

    private final List<Publisher> publishers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = TestDatabase.fresh();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startBroker();
    }

    private static void startBroker() {
        broker = EmbeddedBroker.start(directory, port, "hub", "secret");
    }

    @AfterEach
    void stopPublishers() throws InterruptedException {
        for (Publisher publisher : publishers) {
            publisher.close();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
        database.close();
    }

    private static ConnectionFactory jms() {
        return Brokers.connectionFactory("tcp://127.0.0.1:" + port, "hub", "secret");
    }

    private Publisher publisher() {
        publishers.add(new Publisher(database.jdbi(), jms(), Map.of()));
        return publishers.getLast();
    }

    private static Publication publication(String destination, String key, String body) {
        return new Publication(destination, key, Map.of("id", key + "-" + body, "content-type", "text/plain"), body);
    }

    private static void put(Publication... publications) {
        database.jdbi().useTransaction(handle -> PublishSql.put(handle, List.of(publications)));
    }

    private static List<Message> receive(String queue, int number) {
        try (JMSContext outside = jms().createContext(); var consumer = outside.createConsumer(outside.createQueue(queue))) {
            return IntStream.range(0, number).mapToObj(i -> consumer.receive(LONG.toMillis())).toList();
        }
    }

    private static List<String> bodies(List<Message> messages) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (Message message : messages) {
            bodies.add(message.getBody(String.class));
        }
        return bodies;
    }

    private static long waiting(String destination) {
        return database.jdbi().withHandle(handle -> PublishSql.next(handle, destination, 10_000)).size();
    }

    @Test
    void withItsHeadersAndItsKeyAsGroupAndIsThenGone() throws Exception {
        publisher();
        put(publication("jms:queue:headers", "customer-1", "{\"a\": \"æ\"}"));
        Message message = receive("headers", 1).getFirst();
        assertThat(message.getBody(String.class)).isEqualTo("{\"a\": \"æ\"}");
        assertThat(message.getStringProperty("id")).isEqualTo("customer-1-{\"a\": \"æ\"}");
        assertThat(message.getStringProperty("content_type")).isEqualTo("text/plain");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("customer-1");
        await().until(() -> waiting("jms:queue:headers") == 0);
    }

    @Test
    void inOrderOverManyBatchesAndTwoHubs() throws Exception {
        publisher();
        publisher();
        List<String> written = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        written.forEach(number -> put(publication("jms:queue:order", "one", number)));
        assertThat(bodies(receive("order", 1_000))).isEqualTo(written);
    }

    @Test
    void andOnlyWhatIsCommitted() throws Exception {
        publisher();
        database.jdbi().useTransaction(handle -> {
            PublishSql.put(handle, List.of(publication("jms:queue:committed", "one", "never")));
            handle.rollback();
        });
        put(publication("jms:queue:committed", "one", "once"));
        assertThat(bodies(receive("committed", 1))).containsExactly("once");
    }

    @Test
    void waitsWhileTheBrokerIsAwayAndSaysSo() throws Exception {
        Publisher publisher = publisher();
        broker.close();
        put(publication("jms:queue:away", "one", "first"), publication("jms:queue:away", "one", "second"));
        await().atMost(LONG).until(() -> publisher.obstacle().filter(reason -> reason.startsWith("jms:queue:away: ")).isPresent());
        startBroker();
        assertThat(bodies(receive("away", 2))).containsExactly("first", "second");
        await().atMost(LONG).until(() -> publisher.obstacle().isEmpty());
    }

    @Test
    void whileAnotherDestinationIsAwayOrIsNone() throws Exception {
        Publisher publisher = publisher();
        put(publication("kafka:nowhere", "one", "waits"), publication("smoke:signal", "one", "waits"), publication("jms:queue:here", "one", "goes"));
        assertThat(bodies(receive("here", 1))).containsExactly("goes");
        await().atMost(LONG).untilAsserted(() -> assertThat(publisher.obstacle().orElse("")).contains("kafka:nowhere: kafka.brokers is not set",
                "smoke:signal: is 'smoke:signal', write " + Destination.FORMS));
        database.jdbi().useHandle(handle -> handle.execute("delete from publication"));
    }

    @Test
    void unlessNoBrokerWouldEverTakeIt() {
        assertThatThrownBy(() -> publication("jms:queue:large", "one", "æ".repeat(Publication.LARGEST / 2 + 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("a publication has at most 900000 octets");
    }
}
