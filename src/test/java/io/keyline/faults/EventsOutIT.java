package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.CrashPoint;
import io.keyline.hub.Names;
import io.keyline.route.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Events out: whatever crashes, who reads them knows all that happened, of each customer in order")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsOutIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private KafkaBroker kafka;
    private EventReader reader;
    private World world;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        kafka = new KafkaBroker(directory.resolve("kafka"));
        kafka.create("events", PARTITIONS);
        reader = new EventReader(kafka.url, "events", PARTITIONS);
        world = new World(directory);
        world.hub.with("kafka.brokers", kafka.url).with("events.to", "kafka:events").with("events.types", "message,part");
    }

    @AfterEach
    void killHub() {
        if (world.hub.isAlive()) {
            world.hub.kill();
        }
    }

    @AfterAll
    void end() throws Exception {
        world.close();
        reader.close();
        kafka.close();
    }

    /** Of each message the last event has its state, and the first one tells how it began. */
    private void awaitAllTold() {
        world.awaitSettled();
        await("all events").atMost(LONG).untilAsserted(() -> assertThat(lastOf(reader.messages())).isEqualTo(recorded()));
        assertThat(reader.messages().values()).allSatisfy(states -> assertThat(states.getFirst()).isIn("RECEIVED", "QUEUED"));
    }

    private static Map<String, String> lastOf(Map<String, List<String>> messages) {
        Map<String, String> last = new LinkedHashMap<>();
        messages.forEach((id, states) -> last.put(id, states.getLast()));
        return last;
    }

    private Map<String, String> recorded() {
        Map<String, String> recorded = new LinkedHashMap<>();
        world.records().all("select id || ' ' || state from message").stream().map(row -> row.split(" "))
                .forEach(row -> recorded.put(Names.of(Long.parseLong(row[0])), row[1]));
        return recorded;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"PUBLISH_READ", "PUBLISH_SENT"})
    void aHubThatDiesOnTheWayToTheBrokerLosesNoneAndRepeatsThemWithTheSameId(CrashPoint point) {
        int before = reader.repeated();
        world.start("-Dkeyline.crash=" + point);
        String customer = world.newcomer();
        world.text(customer, "HELP");
        world.hub.awaitHalted();
        world.start();
        world.awaitReplies(customer, 1);
        awaitAllTold();
        if (point == CrashPoint.PUBLISH_SENT) {
            assertThat(reader.repeated()).isGreaterThan(before);
        } else {
            assertThat(reader.repeated()).isEqualTo(before);
        }
    }

    @Test
    void customersWhoWriteAtTheSameTimeAreToldOfInOrderAlsoWhenTheBrokerWasAwayMeanwhile() {
        world.start();
        List<String> customers = IntStream.range(0, 40).mapToObj(number -> world.newcomer()).toList();
        customers.forEach(customer -> world.text(customer, "HELP"));
        kafka.stop();
        customers.forEach(customer -> world.text(customer, "help"));
        await("events wait").atMost(LONG).until(() -> !world.records().all("select id from publication limit 1").isEmpty());
        customers.forEach(customer -> world.text(customer, "Help"));
        kafka.start();
        customers.forEach(customer -> world.awaitReplies(customer, 3));
        awaitAllTold();
        customers.forEach(customer -> assertThat(received(customer)).isEqualTo(world.records().all(
                "select id::text from message where inbound and customer_address = ? order by id", customer).stream()
                .map(id -> Names.of(Long.parseLong(id))).toList()));
    }

    /** The messages of this customer in the order in which events tell that they were received. */
    private List<String> received(String customer) {
        String id = Names.of(Long.parseLong(world.records().all("select customer_id::text from address where value = ?", customer).getFirst()));
        return reader.events().stream().filter(event -> event.get("type").asText().equals("io.keyline.message.received"))
                .filter(event -> event.get("subject").asText().equals(id)).map(event -> event.at("/data/message").asText()).toList();
    }
}
