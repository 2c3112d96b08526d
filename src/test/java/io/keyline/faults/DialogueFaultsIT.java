package io.keyline.faults;

import static io.keyline.faults.World.BROKER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.demo.Concatenation.Form;
import io.keyline.demo.Segments;
import io.keyline.demo.ShortMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever customers write, and whatever happens to the surroundings while routes wait: nobody is forgotten, nothing is said twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialogueFaultsIT {

    private static final String QUESTION = "What is out of order? Answer 1 POWER, 2 WATER or 3 INTERNET.";
    private static final String AGAIN = "Sorry, we did not understand that. " + QUESTION;
    private static final String ROUTES = """
            - route:
                id: asks
                from:
                  uri: command:ASKS
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h
                    - to: reply:bal.help
            - route:
                id: tells
                from:
                  uri: command:TELLS
                  steps:
                    - to: ask:fault.kind?expect=text&within=1h
                    - to: reply:bal.help
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
                    - to: ask:fault.kind?choices=power,water&within=3s&remind=2s
                    - to: reply:bal.help
            - route:
                id: due
                from:
                  uri: dialogue:due
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=6s&remind=4s
                    - to: reply:bal.help
            - route:
                id: due-events
                from:
                  uri: jms:queue:{{back-office.prefix}}events.due
                  steps:
                    - to: dialogue:due
            """;

    private World world;
    private Routes routes;

    @BeforeAll
    void build(@TempDir Path directory) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        world = new World(directory).standing();
        routes = Routes.shipped(directory.resolve("routes")).with("dialogues.yaml", ROUTES).with("changed.yaml", route("kept", "power,water", "bal")
                + route("changed", "power,water", "bal") + route("removed", "power,water", "bal"));
        world.hub.with("routes.directory", routes.directory());
        world.start();
    }

    private static String route(String id, String choices, String end) {
        return """
                - route:
                    id: %s
                    from:
                      uri: command:%s
                      steps:
                        - to: ask:fault.kind?choices=%s
                        - to: reply:%s.help
                """.formatted(id, id.toUpperCase(), choices, end);
    }

    @AfterAll
    void end() throws Exception {
        world.close();
        Awaitility.reset();
    }

    private String asked(String command) {
        String customer = world.newcomer();
        world.text(customer, command);
        world.awaitReplies(customer, 1);
        return customer;
    }

    private String state(String customer) {
        return world.records().conversations(customer).getLast();
    }

    @Test
    void whoWaitsInARouteThatWasChangedGoesOnIfItStillFits() {
        String kept = asked("KEPT");
        String changed = asked("CHANGED");
        String removed = asked("REMOVED");
        world.awaitSettled();
        world.hub.kill();
        routes.with("changed.yaml", route("kept", "power,internet", "pay") + route("changed", "power", "pay").replace("fault.kind", "fault.where"));
        world.start();

        Stream.of(kept, changed, removed).forEach(customer -> world.text(customer, "power"));
        Stream.of(kept, changed, removed).forEach(customer -> world.awaitReplies(customer, 2));
        world.awaitSettled();
        assertThat(world.replies(kept)).containsExactly(QUESTION, "PAY 100: pay an amount");
        assertThat(Stream.of(changed, removed)).allSatisfy(customer -> {
            assertThat(world.replies(customer).getLast()).startsWith("Sorry, we cannot go on where we were");
            assertThat(state(customer)).isEqualTo("FAILED");
        });
        assertThat(world.records().workItems(kept)).isEmpty();
        assertThat(world.records().workItems(changed)).containsExactly("failed: the conversation cannot go on: step 1 was ask fault.kind before "
                + "the route was changed, now it is ask fault.where");
        assertThat(world.records().workItems(removed)).containsExactly("failed: the route removed is not there any more");
    }

    @Test
    void whatPassedWhileTheHubWasAwayHappensOnceAndTheDeadlineWins() {
        String reminded = asked("REMINDED");
        String silent = asked("SILENT");
        Instant asked = Instant.now();
        world.awaitSettled();
        world.hub.kill();
        await().until(() -> Instant.now().isAfter(asked.plusSeconds(3)));
        world.start();

        world.awaitReplies(reminded, 2);
        await().until(() -> state(silent).equals("HANDED"));
        world.hub.kill();
        world.start();
        world.awaitSettled();
        assertThat(world.replies(reminded)).containsExactly(QUESTION, QUESTION);
        assertThat(world.replies(silent)).containsExactly(QUESTION);
        assertThat(world.records().workItems(silent)).containsExactly("dialogues: no answer to fault.kind");
        assertThat(world.records().workItems(reminded)).isEmpty();
    }

    @Test
    void aReplyOfTenThousandCharactersIsNoAnswerAndOneOfAThousandIs() {
        String endless = "What shall I say? ".repeat(600).substring(0, 9_999) + "!";
        String choosing = asked("ASKS");
        String telling = asked("TELLS");
        Stream.of(choosing, telling).forEach(customer -> {
            sendInParts(customer, endless, 99);
            world.awaitReplies(customer, 2);
            assertThat(world.replies(customer).getLast()).isEqualTo(AGAIN);
        });

        String aThousand = endless.substring(0, 999) + "!";
        sendInParts(telling, aThousand, 100);
        world.awaitReplies(telling, 3);
        assertThat(world.replies(telling).getLast()).isEqualTo("BAL: your balance");
        assertThat(world.records().all("select result ->> 'value' from journal j join conversation c on c.id = j.conversation_id "
                + "where customer_address = ? and kind like 'ask%'", telling)).containsExactly(aThousand);
        isAnswered(choosing);
    }

    private void sendInParts(String customer, String text, int reference) {
        Segments.of(customer, World.SHORT_CODE, text, Form.UDH_16_BIT, reference).forEach(world.smsc::send);
    }

    @Test
    void octetsThatAreNoTextAndEmojiAreNoAnswer() {
        String binary = asked("ASKS");
        String emoji = asked("ASKS");
        byte[] octets = new byte[140];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 37);
        }
        world.smsc.send(ShortMessage.of(binary, World.SHORT_CODE).octets(0x04, octets));
        world.text(emoji, "👍🏽👨‍👩‍👧🇩🇰");

        Stream.of(binary, emoji).forEach(customer -> {
            world.awaitReplies(customer, 2);
            assertThat(world.replies(customer).getLast()).isEqualTo(AGAIN);
            isAnswered(customer);
        });
    }

    @Test
    void halfACharacterIsTakenAsText() {
        String customer = asked("TELLS");
        world.smsc.send(ShortMessage.of(customer, World.SHORT_CODE).octets(0x08, "half \uD83D".getBytes(StandardCharsets.UTF_16BE)));
        world.awaitReplies(customer, 2);
        assertThat(world.replies(customer).getLast()).isEqualTo("BAL: your balance");
    }

    private void isAnswered(String customer) {
        world.text(customer, "power");
        world.awaitReplies(customer, 3);
        assertThat(world.replies(customer).getLast()).isEqualTo("BAL: your balance");
        await().until(() -> state(customer).equals("ENDED"));
    }

    @Test
    void aThousandConversationsThatComeDueOutliveALostDatabase() throws Exception {
        List<String> customers = Stream.generate(world::newcomer).limit(1_000).toList();
        try (JMSContext context = Brokers.connectionFactory(world.broker.localUrl(), BROKER_ACCOUNT, BROKER_ACCOUNT)
                .createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue events = context.createQueue(World.PREFIX + "events.due");
            customers.forEach(customer -> context.createProducer().send(events, "{\"key\": \"" + customer + "\", \"address\": \"" + customer + "\"}"));
            context.commit();
        }
        await().until(() -> handed() > 100);
        world.database.stopImmediately();
        await().until(() -> world.hub.log().contains("the database does not answer"));
        world.database.startAgain();

        await().ignoreExceptions().until(() -> handed() == customers.size());
        world.awaitSettled();
        assertThat(world.records().all("select count(*)::text from work_item join conversation c on c.id = conversation_id where c.name = 'due'"))
                .containsExactly("1000");
        // who could not be reminded before the deadline is not reminded after it
        assertThat(customers).allSatisfy(customer -> assertThat(world.replies(customer)).containsOnly(QUESTION).hasSizeBetween(1, 2));
        assertThat(world.records().all("select m.state from message m join conversation c on c.id = conversation_id where c.name = 'due' "
                + "and m.state in ('DEAD', 'UNCERTAIN')")).isEmpty();
        world.awaitReady();
    }

    private int handed() {
        return Integer.parseInt(world.records().all("select count(*)::text from conversation where state = 'HANDED' and name = 'due'").getFirst());
    }
}
