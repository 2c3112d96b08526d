package io.keyline.faults;

import static io.keyline.faults.World.BROKER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.hub.CrashPoint;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 while a route waits, at every step of asking, answering, reminding, expiring, parking, resuming and beginning: no
 * question twice, no reminder twice, no effect twice, nobody forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(Integer.MAX_VALUE) // see CrashPointsIT
class DialogueCrashPointsIT {

    /** Where a customer's dialogue is cut. */
    private enum Stage {
        ASKING, ANSWERING, REMINDING, EXPIRING, PARKING, RESUMING, BEGINNING
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SLOW = Duration.ofMillis(1_200);
    private static final String QUESTION = "What is out of order? Answer 1 POWER, 2 WATER or 3 INTERNET.";
    private static final String WORKING = "We are working on it and will text you as soon as it is done.";
    private static final String PAID = "Thank you, we have received €100.00.";
    private static final String ROUTES = """
            - route:
                id: offer
                from:
                  uri: command:OFFER
                  parameters: { arguments: "amount:amount" }
                  steps:
                    - to: direct:offer
            - route:
                id: offer-event
                from:
                  uri: dialogue:offer
                  steps:
                    - to: direct:offer
            - route:
                id: offered
                from:
                  uri: direct:offer
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h&as=kind
                    - bean: { beanType: java.lang.System, method: nanoTime }
                    - to: back-office:payments.take?deadline=600000
                    - to: reply:pay.done
            - route:
                id: offer-events
                from:
                  uri: jms:queue:{{back-office.prefix}}events.offer
                  steps:
                    - to: dialogue:offer
            - route:
                id: reminded
                from:
                  uri: command:REMINDED
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h&remind=2s
                    - to: reply:bal.help
            - route:
                id: silent
                from:
                  uri: command:SILENT
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=2s
                    - to: reply:bal.help
            - route:
                id: slow
                from:
                  uri: command:SLOW
                  parameters: { arguments: "amount:amount" }
                  steps:
                    - to: back-office:payments.take?patience=200&deadline=600000
                    - to: reply:pay.done
            """;

    private final Map<String, List<String>> told = new TreeMap<>();
    private World world;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        world = new World(directory).standing();
        world.hub.with("routes.directory", Routes.shipped(directory.resolve("routes")).with("dialogues.yaml", ROUTES).directory());
    }

    @BeforeEach
    void whole() {
        world.backOffice.faults().none();
        world.whole();
    }

    /** What is told twice may be told late: everybody is looked at once more when all is over. */
    @AfterAll
    void end() throws Exception {
        try {
            world.awaitSettled();
            told.forEach((customer, texts) -> assertThat(world.replies(customer)).as(customer).isEqualTo(texts));
            assertThat(world.records().all("select state || ' ' || customer_address from conversation where state not in ('ENDED', 'HANDED')"))
                    .isEmpty();
        } finally {
            world.close();
        }
    }

    @ParameterizedTest(name = "while {0}: {1}")
    @CsvSource({
        "ASKING, INTAKE_BEFORE_COMMIT", "ASKING, ASK_SAID", "ASKING, TURN_AFTER_COMMIT",
        "ANSWERING, INTAKE_BEFORE_INSERT", "ANSWERING, INTAKE_AFTER_COMMIT", "ANSWERING, ASK_ANSWERED", "ANSWERING, STEP_TAKEN",
        "ANSWERING, CALL_AFTER_SEND", "ANSWERING, CALL_ANSWERED", "ANSWERING, TURN_BEFORE_COMMIT", "ANSWERING, SEND_BEFORE_COMMIT",
        "REMINDING, DUE_CLAIMED", "REMINDING, TURN_AFTER_COMMIT", "REMINDING, SEND_CLAIMED", "REMINDING, SEND_PART_ACCEPTED",
        "EXPIRING, DUE_CLAIMED", "EXPIRING, TURN_AFTER_COMMIT",
        "PARKING, CALL_BEFORE_SEND", "PARKING, TURN_DECIDED", "PARKING, TURN_AFTER_COMMIT",
        "RESUMING, RESULT_KEPT", "RESUMING, TURN_DECIDED",
        "BEGINNING, BEGIN_AFTER_COMMIT"})
    void aDialogueThatIsCutGoesOnWhereItWas(Stage stage, CrashPoint point) {
        world.backOffice.faults().delay(stage == Stage.PARKING || stage == Stage.RESUMING ? SLOW : Duration.ZERO);
        String customer = world.newcomer();
        // others are under way at the same time, and are cut wherever they happen to be
        Map<String, Stage> others = Map.of(world.newcomer(), Stage.ASKING, world.newcomer(), Stage.ANSWERING, world.newcomer(), Stage.BEGINNING);
        others.forEach((other, theirs) -> lead(other, theirs));
        lead(customer, stage);
        world.haltsAt(point);
        cut(customer, stage);
        if (!isCutByTime(stage)) {
            others.forEach((other, theirs) -> cut(other, theirs));
        }
        world.hub.awaitHalted();
        if (isCutByTime(stage)) {
            others.forEach((other, theirs) -> cut(other, theirs));
        }
        world.whole();

        others.forEach(this::goesOn);
        goesOn(customer, stage);
        world.awaitSettled();
        // where the others run at the same time, one of them may pass the point while this customer's message is on the wire
        boolean maybeOnTheWire = point == CrashPoint.SEND_PART_ACCEPTED || !isCutByTime(stage);
        assertThat(world.records().sent(customer)).allMatch(state -> state.equals("SENT") || maybeOnTheWire && state.equals("UNCERTAIN"));
        Stream.concat(Stream.of(customer), others.keySet().stream()).forEach(one -> told.put(one, world.replies(one)));
    }

    private static boolean isCutByTime(Stage stage) {
        return stage == Stage.REMINDING || stage == Stage.EXPIRING || stage == Stage.RESUMING;
    }

    /** To the stage, with a hub that is well. */
    private void lead(String customer, Stage stage) {
        switch (stage) {
            case ASKING, PARKING, BEGINNING -> { }
            case ANSWERING -> text(customer, "OFFER 100", 1);
            case REMINDING -> text(customer, "REMINDED", 1);
            case EXPIRING -> text(customer, "SILENT", 1);
            case RESUMING -> text(customer, "SLOW 100", 1);
        }
    }

    private void text(String customer, String text, int replies) {
        world.text(customer, text);
        world.awaitReplies(customer, replies);
    }

    /** What happens next, and is cut. */
    private void cut(String customer, Stage stage) {
        switch (stage) {
            case ASKING -> world.text(customer, "OFFER 100");
            case ANSWERING -> world.text(customer, "power");
            case PARKING -> world.text(customer, "SLOW 100");
            case BEGINNING -> sendTwice("{\"key\": \"" + customer + "\", \"address\": \"" + customer + "\", \"data\": {\"amount\": 100}}");
            case REMINDING, EXPIRING, RESUMING -> { } // time does it
        }
    }

    private void sendTwice(String event) {
        try (JMSContext context = Brokers.connectionFactory(world.broker.localUrl(), BROKER_ACCOUNT, BROKER_ACCOUNT).createContext()) {
            for (int copy = 0; copy < 2; copy++) {
                context.createProducer().send(context.createQueue(World.PREFIX + "events.offer"), event);
            }
        }
    }

    /** To the end, after the restart. */
    private void goesOn(String customer, Stage stage) {
        switch (stage) {
            case ASKING, BEGINNING -> {
                world.awaitReplies(customer, 1);
                world.text(customer, "power");
                paidOnce(customer, List.of(QUESTION));
            }
            case ANSWERING -> paidOnce(customer, List.of(QUESTION));
            case PARKING, RESUMING -> paidAfterAll(customer);
            case REMINDING -> remindedOnce(customer);
            case EXPIRING -> handedOnce(customer);
        }
    }

    private void paidOnce(String customer, List<String> before) {
        await("the end of " + customer).atMost(PATIENCE).untilAsserted(
                () -> assertThat(world.replies(customer)).last().asString().startsWith(PAID));
        List<String> replies = world.replies(customer);
        assertThat(replies.subList(0, replies.size() - 1)).isEqualTo(before);
        endsAs(customer, "ENDED");
        wasPaidOnce(customer);
    }

    /** Where the reply was there as soon as the hub was back, nothing was parked, and nobody told that it takes a while. */
    private void paidAfterAll(String customer) {
        await("the end of " + customer).atMost(PATIENCE).untilAsserted(
                () -> assertThat(world.replies(customer)).last().asString().startsWith(PAID));
        if (world.replies(customer).size() == 1) {
            assertThat(world.records().conversations(customer)).isEmpty();
            wasPaidOnce(customer);
        } else {
            paidOnce(customer, List.of(WORKING));
        }
    }

    private void wasPaidOnce(String customer) {
        assertThat(world.backOffice.ledger().paymentsOf(customer)).hasSize(1);
        assertThat(world.records().received(customer)).filteredOn(state -> !state.equals("IGNORED duplicate")).containsOnly("ANSWERED");
        assertThat(world.records().workItems(customer)).isEmpty();
    }

    private void remindedOnce(String customer) {
        world.awaitReplies(customer, 2);
        world.text(customer, "water");
        world.awaitReplies(customer, 3);
        assertThat(world.replies(customer)).containsExactly(QUESTION, QUESTION, "BAL: your balance");
        endsAs(customer, "ENDED");
    }

    private void handedOnce(String customer) {
        endsAs(customer, "HANDED");
        assertThat(world.replies(customer)).containsExactly(QUESTION);
        assertThat(world.records().workItems(customer)).containsExactly("dialogues: no answer to fault.kind");
    }

    private void endsAs(String customer, String state) {
        await("the conversation of " + customer).atMost(PATIENCE).ignoreExceptions().untilAsserted(
                () -> assertThat(world.records().conversations(customer)).containsExactly(state));
    }
}
