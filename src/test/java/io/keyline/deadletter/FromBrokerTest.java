package io.keyline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.backoffice.JmsBackOffice;
import io.keyline.backoffice.Unclaimed;
import io.keyline.route.DeadEvents;
import io.keyline.route.DialogueDouble;
import io.keyline.route.EventSources;
import io.keyline.route.YamlRoutes;
import io.keyline.store.DeadLetter;
import io.keyline.store.Death;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.CachingConnectionFactory;

@DisplayName("What the broker has of dead letters")
class FromBrokerTest {

    private static final String RENEWAL = """
            - route:
                id: renewal-events
                from:
                  uri: jms:queue:keyline.events.renewal
                  steps:
                    - to: dialogue:renewal
            """;

    private static final DialogueDouble DIALOGUE = new DialogueDouble();
    @TempDir
    static Path directory;
    private static Desk desk;
    private static EmbeddedBroker broker;
    private static JmsBackOffice backOffice;
    private static CachingConnectionFactory cached;
    private static JMSContext outside;

    @BeforeAll
    static void start() throws Exception {
        desk = new Desk();
        broker = EmbeddedBroker.start(directory, 0, "hub", "secret");
        var factory = Brokers.connectionFactory(broker.localUrl(), "hub", "secret");
        outside = Brokers.connectionFactory(broker.url(), "hub", "secret").createContext();
        backOffice = new JmsBackOffice(factory, "keyline.", 0, new Unclaimed(reply -> { }, () -> true, unreadable -> { }));
        cached = new CachingConnectionFactory(factory);
        desk.camel.addComponent("jms", EventSources.jms(factory, cached));
        desk.camel.addComponent("dialogue", DIALOGUE);
        new DeadEvents(factory, EmbeddedBroker.DEAD_LETTERS).addRouteConfigurationsToCamelContext(desk.camel);
        desk.camel.addRoutes(new FromBroker(EmbeddedBroker.DEAD_LETTERS, "keyline.", desk.hub, desk.jdbi()));
        YamlRoutes.add(desk.camel, "routes.yaml", RENEWAL);
        desk.camel.start();
    }

    @AfterAll
    static void stop() throws Exception {
        desk.camel.stop();
        cached.destroy();
        backOffice.close();
        outside.close();
        broker.close();
        desk.close();
    }

    private static void put(String queue, Message message) {
        outside.createProducer().send(outside.createQueue(queue), message);
    }

    /** The open letter that holds this. */
    private static DeadLetters.Shown letter(String content) {
        return await().until(() -> desk.letters.list(null, "OPEN", null, 0, 100).stream().map(one -> desk.letters.show(one.id()).orElseThrow())
                .filter(one -> content.equals(one.content())).findFirst().orElse(null), one -> one != null);
    }

    @Test
    void anEventThatCannotBeReadIsReplayedOnceItIsMended() throws Exception {
        String poison = "{\"key\": \"inv-1\", \"address\": \"nobody\"}";
        put("keyline.events.renewal", outside.createTextMessage(poison));
        DeadLetter letter = letter(poison).letter();
        assertThat(letter.kind()).isEqualTo(Death.Kind.EVENT);
        assertThat(letter.reason()).isEqualTo("address is not a telephone number, as +4520123456, nor an e-mail address");
        assertThat(letter.origin()).isEqualTo("keyline.events.renewal");
        assertThat(letter.payload()).startsWith("sealed:");
        desk.replay(letter.id());
        assertThat(desk.awaitAction(letter.id(), "refused")).isEqualTo(letter.reason());
        desk.awaitState(letter.id(), "OPEN");
        desk.letters.edit(letter, new Edit(null, "{\"key\": \"inv-1\", \"address\": \"+4520123456\"}"), "anna");
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(DIALOGUE.started()).anySatisfy(event -> assertThat(event.key()).isEqualTo("inv-1"));
    }

    @Test
    void anEventWithoutAKeyKeepsTheBrokersNameForIt() throws Exception {
        String poison = "{\"address\": \"no one\"}";
        put("keyline.events.renewal", outside.createTextMessage(poison));
        DeadLetter letter = letter(poison).letter();
        desk.letters.edit(letter, new Edit(null, "{\"address\": \"+4520123457\"}"), "anna");
        for (int i = 0; i < 2; i++) {
            desk.replay(letter.id());
            desk.awaitState(letter.id(), "REPLAYED");
            desk.execute("update dead_letter set state = 'OPEN' where id = " + letter.id()); // as if the hub had died before it was written
        }
        desk.letters.drop(List.of(letter.id()), "anna", "done");
        assertThat(DIALOGUE.started().stream().filter(event -> event.address().equals("+4520123457"))).hasSize(1);
    }

    @Test
    void aReplyOfWhichNobodyKnowsWhoseItIsGoesToItsRoute() throws Exception {
        String nobodys = "{\"status\": \"ok\"}";
        put("keyline.replies", outside.createTextMessage(nobodys));
        DeadLetter letter = letter(nobodys).letter();
        assertThat(letter.kind()).isEqualTo(Death.Kind.REPLY);
        assertThat(letter.reason()).isEqualTo("no correlation id and no id");
        long waits = desk.failedConversation("+4520777001", "calls");
        await().until(() -> desk.text("select state from conversation where id = " + waits).equals("ENDED"));
        desk.execute("update conversation set state = 'CALLING', deadline = now() + interval '1 hour', due_at = deadline, ended_at = null where id = " + waits);
        desk.execute("insert into journal (conversation_id, step, kind) values (" + waits + ", 7, 'call accounts.balance') ");
        String key = Long.toString(waits, 36) + "-7";
        desk.letters.edit(letter, new Edit(null, "{\"id\": \"" + key + "\", \"status\": \"ok\", \"data\": {\"x\": 1}}"), "anna");
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(desk.text("select result ->> 'status' from journal where step = 7 and conversation_id = " + waits)).isEqualTo("OK");
    }

    @Test
    void aRequestThatTheBackOfficeGaveBackTooOftenIsKept() throws Exception {
        Message given = outside.createTextMessage("{\"id\": \"x-1\"}");
        given.setStringProperty("_AMQ_ORIG_ADDRESS", "keyline.accounts.balance"); // as the broker writes it: EmbeddedBrokerTest
        put(EmbeddedBroker.DEAD_LETTERS, given);
        DeadLetter letter = letter("{\"id\": \"x-1\"}").letter();
        assertThat(letter.kind()).isEqualTo(Death.Kind.REQUEST);
        assertThat(letter.reason()).isEqualTo("given back to the broker too often, from keyline.accounts.balance");
        desk.replay(letter.id());
        assertThat(desk.awaitAction(letter.id(), "refused")).contains("asks again, with the same key");
    }

    @Test
    void whatTheBrokerBringsTwiceIsOneLetter() throws Exception {
        for (int i = 0; i < 2; i++) {
            Message copy = outside.createTextMessage("twice");
            copy.setStringProperty("origin", "kafka:renewals-0@7");
            copy.setStringProperty("from", "renewals");
            copy.setStringProperty("reason", "the body is not JSON");
            put(EmbeddedBroker.DEAD_LETTERS, copy);
        }
        put(EmbeddedBroker.DEAD_LETTERS, outside.createTextMessage("behind them"));
        letter("behind them");
        assertThat(desk.letters.list(Death.Kind.EVENT, null, null, 0, 100)).filteredOn(one -> "kafka:renewals-0@7".equals(one.source())).hasSize(1);
    }

    @Test
    void anObjectIsKeptWithoutBeingOpened() throws Exception {
        put(EmbeddedBroker.DEAD_LETTERS, outside.createObjectMessage("an object"));
        await().until(() -> desk.letters.list(Death.Kind.EVENT, null, null, 0, 100).stream().anyMatch(one -> one.payload() == null));
    }
}
