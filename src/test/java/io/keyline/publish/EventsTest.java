package io.keyline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.keyline.hub.Arrival;
import io.keyline.hub.Names;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.TraceIds;
import io.keyline.hub.Traces;
import io.keyline.store.CaptureSql;
import io.keyline.store.CaptureSql.Capture;
import io.keyline.store.Conversation;
import io.keyline.store.LinkSql;
import io.keyline.store.PublishSql;
import io.keyline.worklist.Office;
import io.keyline.worklist.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("What changes is an event, as docs/asyncapi.yaml describes it")
class EventsTest {

    private static final String TO = "jms:topic:events";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonNode document;
    private static Office office;
    private static int numbers;

    private final String customer = "+455100" + String.format("%04d", ++numbers);

    @BeforeAll
    static void open() throws Exception {
        document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("docs/asyncapi.yaml"))));
        office = new Office();
    }

    @AfterAll
    static void close() throws Exception {
        office.close();
    }

    @BeforeEach
    void allWithoutTexts() {
        capture(new Capture(TO, List.of(), false));
        office.execute("delete from publication");
    }

    private static void capture(Capture capture) {
        office.jdbi().useHandle(handle -> CaptureSql.set(handle, Optional.ofNullable(capture)));
    }

    /** What would leave now; each is as it is described. */
    private static List<JsonNode> events(boolean texts) {
        CloudEvents form = new CloudEvents("/keyline", texts, address -> "0123456789abcdef".repeat(2), Optional.empty());
        return office.jdbi().withHandle(handle -> PublishSql.next(handle, TO, 1_000)).stream().map(form::of).map(EventsTest::described).toList();
    }

    private static JsonNode described(Outgoing outgoing) {
        try {
            JsonNode event = JSON.readTree(outgoing.body());
            String type = event.get("type").asText();
            assertThat(schema(type).validate(event)).as(outgoing.body()).isEmpty();
            assertThat(outgoing.headers()).containsEntry("ce_type", type).containsEntry("ce_id", event.get("id").asText());
            assertThat(outgoing.key()).isEqualTo(event.path("subject").asText());
            return event;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonSchema schema(String type) {
        String name = switch (type.split("\\.")[2]) {
            case "work-item" -> "workItemEvent";
            case "events" -> "lostEvent";
            case String kind -> kind + "Event";
        };
        var root = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
        root.set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(root);
    }

    private static List<String> types() {
        return events(false).stream().map(event -> event.get("type").asText().substring("io.keyline.".length())).toList();
    }

    /** The types of events of this kind, one after another. */
    private static List<String> types(String kind) {
        return types().stream().filter(type -> type.startsWith(kind + ".")).toList();
    }

    @Test
    void aMessageAndItsAnswerUntilItIsDelivered() {
        long id = office.customer(customer, "hello");
        assertThat(types()).containsExactly("message.received", "message.answered", "message.queued", "part.sent", "message.sent");
        office.hub.intake().accept(new Arrival.Receipt("sms", "sms", office.text("select provider_id from part where message_id = "
                + "(select id from message where not inbound and customer_id = " + id + ")"), customer, ReceiptState.DELIVERED, null, "")).join();
        await().until(() -> types().size() == 7);
        assertThat(types()).endsWith("part.delivered", "message.delivered");
        assertThat(events(false)).extracting(event -> event.get("subject").asText()).containsOnly(Names.of(id));
        JsonNode answered = events(false).get(1);
        assertThat(answered.at("/data/route").asText()).isEqualTo("echo");
        assertThat(events(false).get(2).at("/data/answers").asText()).isEqualTo(answered.at("/data/message").asText());
    }

    @Test
    void namesTheStepOfTheTraceThatItTellsOf() {
        office.customer(customer, "hello");
        CloudEvents form = new CloudEvents("/keyline", false, address -> "0123456789abcdef".repeat(2), Optional.of(new Traces(1, span -> { })));
        List<JsonNode> events = office.jdbi().withHandle(handle -> PublishSql.next(handle, TO, 1_000)).stream().map(form::of).map(EventsTest::described).toList();
        long message = office.number("select id from message where inbound and customer_address = '" + customer + "'");
        String answer = Names.of(office.number("select id from message where not inbound and customer_address = '" + customer + "'"));
        String turn = "00-" + TraceIds.trace(message) + "-" + TraceIds.span(message, "turn " + Names.of(message)) + "-01";
        String send = "00-" + TraceIds.trace(message) + "-" + TraceIds.span(message, "send " + answer) + "-01";

        assertThat(events).extracting(event -> event.get("type").asText().substring(11) + " " + event.path("traceparent").asText())
                .containsExactly("message.received ", "message.answered " + turn, "message.queued " + send, "part.sent " + send, "message.sent " + send);
    }

    @Test
    void inOnePlaceForManyMessagesOfOneStatement() {
        office.customer(customer, "hello");
        office.execute("delete from publication");
        office.execute("insert into message select id + n, customer_id, true, channel, connection, customer_address, company_address, text, 'RECEIVED', null, "
                + "at from message, generate_series(1, 3) n where customer_address = '" + customer + "' and inbound");
        office.execute("update message set state = 'ANSWERED' where customer_address = '" + customer + "' and inbound");
        office.execute("update message set attempts = attempts + 1 where customer_address = '" + customer + "'");
        assertThat(types()).containsExactly("message.received", "message.received", "message.received", "message.answered", "message.answered",
                "message.answered");
        List<String> ids = events(false).stream().map(event -> event.get("id").asText()).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void whatAnEmployeeHasToSettleAndWhatItSaysOfConsent() {
        long id = office.customer(customer, "maybe");
        await().until(() -> types("work-item").size() == 1);
        long item = office.number("select id from work_item where customer_id = " + id);
        office.worklist.claim(item, "anna");
        office.worklist.close(item, "anna", Outcome.OPTED_OUT, null);
        assertThat(types("work-item")).containsExactly("work-item.open", "work-item.claimed", "work-item.closed");
        assertThat(types("consent")).containsExactly("consent.possible-opt-out", "consent.opt-out");
    }

    @Test
    void aConversationFromQuestionToQuestion() {
        long id = office.customer(customer, "hello");
        long conversation = office.conversation(id, customer, "ASKED", Office.QUESTION);
        office.execute("update conversation set version = version + 1, due_at = now() + interval '1 day' where id = " + conversation);
        office.execute("update conversation set question = jsonb_set(question, '{text}', '\"renew.when\"') where id = " + conversation);
        office.execute("update conversation set state = 'ENDED', question = null, due_at = null where id = " + conversation);
        assertThat(types("conversation")).containsExactly("conversation.asked", "conversation.asked", "conversation.ended");
        assertThat(events(false)).filteredOn(event -> event.get("type").asText().endsWith(".asked"))
                .extracting(event -> event.at("/data/question").asText()).containsExactly("renew.offer", "renew.when");
    }

    @Test
    void thatTwoCustomersAreOne() {
        long kept = office.customer(customer, "hello");
        String other = "+455200" + customer.substring(customer.length() - 4);
        office.customer(other, "hello");
        long link = office.hub.newId();
        office.jdbi().useTransaction(handle -> {
            LinkSql.want(handle, link, null, kept, other, "back-office", "same contract", Instant.now());
            LinkSql.link(handle, link, LinkSql.pair(handle, new LinkSql.Wanted(link, kept, other)).orElseThrow(), office.hub.newId(), Instant.now());
        });
        assertThat(types("link")).containsExactly("link.wanted", "link.done");
    }

    @Test
    void withoutTextsAndAddressesUnlessTheyAreWanted() {
        office.customer(customer, "hello");
        assertThat(events(true)).isNotEmpty().allSatisfy(event -> assertThat(event.at("/data").has("text")).isFalse());
        assertThat(events(false)).allSatisfy(event -> assertThat(event.toString()).doesNotContain(customer, "hello"));
        capture(new Capture(TO, List.of("message"), true));
        office.execute("delete from publication");
        office.customer(customer, "again");
        assertThat(events(true).getFirst().at("/data/text").asText()).isEqualTo("again");
        assertThat(events(true).getFirst().at("/data/address").asText()).isEqualTo(customer);
        assertThat(events(false)).isNotEmpty().allSatisfy(event -> assertThat(event.toString()).doesNotContain(customer, "again"));
    }

    @Test
    void exceptASecret() {
        office.customer(customer, "hello");
        capture(new Capture(TO, List.of("message"), true));
        office.execute("update message set text = 'sealed:AAAA', state = 'DELIVERED' where not inbound and customer_address = '" + customer + "'");
        assertThat(events(true)).isNotEmpty().last().satisfies(event -> assertThat(event.at("/data").has("text")).isFalse());
    }

    @Test
    void ofTheTypesThatAreWanted() {
        capture(new Capture(TO, List.of("part", "message.sent"), false));
        office.customer(customer, "hello");
        assertThat(types()).containsExactly("part.sent", "message.sent");
    }

    @Test
    void ifItIsCommitted() {
        office.jdbi().useTransaction(handle -> {
            handle.execute("update message set state = 'FAILED' where not inbound");
            handle.rollback();
        });
        assertThat(types()).isEmpty();
    }

    @Test
    void andNothingIsLeftBehindWhenEventsAreTurnedOff() {
        capture(null);
        office.customer(customer, "hello");
        assertThat(types()).isEmpty();
        assertThat(office.number("select count(*) from pg_trigger where tgname like 'capture%'")).isZero();
    }

    @Test
    void untilTooManyWaitWhichIsToldWhenTheyHaveLeft() {
        office.customer(customer, "hello");
        assertThat(limit(100)).isFalse();
        assertThat(limit(2)).isTrue();
        office.execute("delete from publication");
        office.execute("update message set state = 'DELIVERED' where not inbound");
        assertThat(types()).isEmpty();
        assertThat(limit(2)).isFalse();
        office.execute("update message set state = 'FAILED' where not inbound");
        assertThat(types()).startsWith("events.lost", "message.failed");
    }

    private static boolean limit(long most) {
        return office.jdbi().withHandle(handle -> CaptureSql.limit(handle, most));
    }

    @Test
    void andOfEachTypeThatThereIs() {
        List<String> described = new ArrayList<>(document.at("/components/schemas").findValues("type").stream()
                .flatMap(type -> Stream.concat(type.path("enum").valueStream(), Stream.of(type.path("const"))))
                .map(JsonNode::asText).filter(type -> type.startsWith("io.keyline.")).map(type -> type.substring("io.keyline.".length())).toList());
        described.remove("events.lost");
        assertThat(described).containsExactlyInAnyOrderElementsOf(Arrays.stream(CaptureSql.Kind.values()).flatMap(CaptureSql.Kind::types).toList());
        assertThat(described).containsAll(Stream.of(Conversation.State.values()).map(state -> "conversation." + state.name().toLowerCase()).toList());
        assertThat(described).containsAll(Stream.of(ReceiptState.values()).map(state -> "part." + state.name().toLowerCase()).toList());
    }
}
