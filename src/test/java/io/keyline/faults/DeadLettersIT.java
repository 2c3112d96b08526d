package io.keyline.faults;

import static io.keyline.faults.World.BROKER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.backoffice.Brokers;
import io.keyline.hub.CrashPoint;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What dies for a real cause, over SMPP and JMS, is replayed by the API; a kill -9 in the middle of that loses nothing and doubles nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLettersIT {

    private static final int INVALID_DESTINATION = 0x0B;
    private static final ObjectMapper JSON = new ObjectMapper();

    private World world;
    private int api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        world = new World(directory);
        api = World.freePort();
        world.hub.with("api.port", api).with("gone.after", 2).with("gone.over", "0s");
        world.whole();
    }

    @AfterAll
    void end() throws Exception {
        world.close();
        Awaitility.reset();
    }

    private JsonNode ask(HttpRequest.Builder request, String path) throws Exception {
        String token = Files.readString(world.hub.data().resolve("api-token")).strip();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request.uri(URI.create("http://127.0.0.1:" + api + "/api/dead-letters" + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private List<JsonNode> letters(String query) throws Exception {
        return StreamSupport.stream(ask(HttpRequest.newBuilder().GET(), "?limit=200" + query).get("letters").spliterator(), false).toList();
    }

    private List<JsonNode> awaitOpen(String kind, int number) {
        return await().ignoreExceptions().until(() -> letters("&state=OPEN&kind=" + kind), found -> found.size() == number);
    }

    private void replay(String kind, int rate) throws Exception {
        ask(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("{\"kind\": \"" + kind + "\", \"rate\": \"" + rate + "\"}")), "/replay");
    }

    /** The hub may halt before it says that it does. */
    private void replayAll() throws Exception {
        String ids = letters("").stream().map(letter -> letter.get("id").asText()).collect(Collectors.joining(","));
        try {
            ask(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("{\"ids\": \"" + ids + "\"}")), "/replay");
        } catch (IOException halted) {
            assertThat(ids).isNotEmpty();
        }
    }

    private void awaitNoneLeft() {
        await().ignoreExceptions().until(() -> letters("").isEmpty());
    }

    @Test
    @Order(1)
    void anAnswerThatTheProviderRefusesIsToldOnItsQueueAndGoesAgain() throws Exception {
        String customer = world.newcomer();
        world.smsc.faults().refuseTo(customer, INVALID_DESTINATION);
        world.text(customer, "BAL");
        JsonNode letter = awaitOpen("outgoing", 1).getFirst();
        try (JMSContext broker = Brokers.connectionFactory("tcp://127.0.0.1:" + world.brokerPort, BROKER_ACCOUNT, BROKER_ACCOUNT).createContext();
                var consumer = broker.createConsumer(broker.createQueue("keyline.dead-letters.outgoing"))) {
            var told = consumer.receive(20_000);
            assertThat(told.getStringProperty("letter")).isEqualTo(letter.get("id").asText());
            assertThat(told.getBody(String.class)).contains("refused by the provider").doesNotContain(customer, "Balance");
        }
        world.smsc.faults().none();
        replay("outgoing", 10);
        world.awaitReplies(customer, 1);
        awaitNoneLeft();
    }

    @Test
    @Order(2)
    void aMessageThatTheBackOfficeFailedIsAnswered() throws Exception {
        String customer = world.newcomer();
        world.backOffice.faults().fail(1);
        world.text(customer, "BAL");
        world.awaitReplies(customer, 1);
        awaitOpen("call", 1);
        replay("call", 10);
        await().until(() -> world.replies(customer).getLast().startsWith("Balance of account main"));
        awaitNoneLeft();
    }

    @Test
    @Order(3)
    void aKillInTheMiddleOfAReplayLosesNothingAndDoublesNothing() throws Exception {
        List<String> customers = IntStream.range(0, 12).mapToObj(i -> world.newcomer()).toList();
        world.backOffice.faults().fail(6);
        customers.subList(0, 6).forEach(customer -> world.text(customer, "PAY 1"));
        awaitOpen("call", 6);
        customers.subList(6, 12).forEach(customer -> {
            world.smsc.faults().refuseTo(customer, INVALID_DESTINATION);
            world.text(customer, "BAL");
        });
        awaitOpen("outgoing", 6);
        world.smsc.faults().none();
        world.haltsAt(CrashPoint.REPLAY_BEFORE_COMMIT);
        replayAll();
        world.hub.awaitHalted();
        world.haltsAt(CrashPoint.REPLAY_AFTER_COMMIT);
        world.hub.launch(world.armed());
        world.hub.awaitHalted();
        world.whole();
        awaitNoneLeft();
        customers.subList(0, 6).forEach(customer -> await().until(() -> paid(customer) == 1));
        customers.subList(6, 12).forEach(customer -> world.awaitReplies(customer, 1));
        world.awaitSettled();
        customers.subList(0, 6).forEach(customer -> assertThat(paid(customer)).isEqualTo(1));
    }

    private long paid(String customer) {
        return world.replies(customer).stream().filter(text -> text.startsWith("Thank you, we have received")).count();
    }

    @Test
    @Order(4)
    void anAddressThatItsProviderKnowsNoMoreIsLeftInPeaceUntilItsCustomerWrites() throws Exception {
        String customer = world.newcomer();
        world.smsc.faults().refuseTo(customer, INVALID_DESTINATION);
        for (int i = 1; i <= 3; i++) {
            renewal(customer, "gone-" + i);
            int number = i;
            await().until(() -> dialogues(customer).size() == number && dialogues(customer).stream().allMatch(one -> one.startsWith("DEAD")));
        }
        assertThat(dialogues(customer)).containsExactly("DEAD refused by the provider, which does not know the address: 0x0B",
                "DEAD refused by the provider, which does not know the address: 0x0B", "DEAD the address is gone: its provider knows it no more");
        world.smsc.faults().none();
        world.text(customer, "BAL");
        await().until(() -> world.replies(customer).stream().anyMatch(text -> text.startsWith("Balance of account main")));
        renewal(customer, "gone-4");
        await().until(() -> world.replies(customer).stream().anyMatch(text -> text.startsWith("Your Gold subscription ends")));
    }

    private void renewal(String customer, String key) {
        try (JMSContext broker = Brokers.connectionFactory("tcp://127.0.0.1:" + world.brokerPort, BROKER_ACCOUNT, BROKER_ACCOUNT).createContext()) {
            broker.createProducer().send(broker.createQueue(World.PREFIX + "events.renewal"), "{\"key\": \"%s\", \"address\": \"%s\"}".formatted(key, customer));
        }
    }

    /** What became of what the company said first, with the reason. */
    private List<String> dialogues(String customer) {
        return world.records().all("select state || coalesce(' ' || reason, '') from message where category = 'dialogue' and customer_address = ? order by id", customer);
    }
}
