package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.deadletter.DeadLetters;
import io.keyline.deadletter.Limits;
import io.keyline.deadletter.QuietHours;
import io.keyline.deadletter.Replays;
import io.keyline.deploy.Acme;
import io.keyline.hub.VirtualTime;
import io.keyline.identity.Links;
import io.keyline.keeping.Erasure;
import io.keyline.store.TestDatabase;
import io.keyline.store.WorkItem;
import io.keyline.store.WorkSql;
import io.keyline.worklist.Outcome;
import io.keyline.worklist.Worklist;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("What is done at the hub that does not act for the customer")
class ReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Map<String, Object> GOLD = Map.of("plan", "Gold", "ends", "2027-01-31");
    private static final String SHAKY = """
            - route:
                id: shaky
                from:
                  uri: command:SHAKY
                  steps:
                    - process: { ref: shaky }
                    - to: reply:stop.done
            """;

    private final VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final Company.Outside outside = new Company.Outside(time);
    private volatile boolean isBroken;
    private Path directory;
    private String url;
    private Company first;
    private Company second;
    private int customers;
    /** Whose customer the hub called {@link #second} is. */
    private String phone;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        url = TestDatabase.newUrl();
        first = hub("first");
        second = hub("second");
        await().until(() -> first.hub().bucketsOwned() == 128 && second.hub().bucketsOwned() == 128);
    }

    private Company hub(String name) throws Exception {
        Processor shaky = exchange -> {
            if (isBroken) {
                throw new IllegalStateException("out of order");
            }
        };
        return new Company(Acme.Place.oneOf(url, directory, name), outside, Map.of("shaky", shaky), SHAKY);
    }

    @AfterAll
    void stop() throws Exception {
        first.close();
    }

    @BeforeEach
    void choose() {
        await().until(() -> first.hub().bucketsOwned() + second.hub().bucketsOwned() == 256);
        phone = customerOf(second);
    }

    /** A new customer for whom this hub acts. */
    private String customerOf(Company hub) {
        while (true) {
            String address = "+4520%06d".formatted(++customers);
            first.known(address);
            if (isOf(hub, address)) {
                return address;
            }
        }
    }

    private boolean isOf(Company hub, String address) {
        return first.number("select owner from bucket b join address a on bucket_of(a.customer_id) = b.number where a.value = '" + address + "'")
                == hub.ownNumber();
    }

    private void comesToRest() {
        first.comesToRest();
        second.comesToRest();
    }

    /** The customer writes by the other hub's bind and is asked whether to renew. */
    private void isAsked() throws InterruptedException {
        first.receives(phone, "renew");
        first.asks().ok(GOLD);
        assertThat(first.answers(phone)).startsWith("Your Gold subscription ends");
    }

    private void isRenewed() throws InterruptedException {
        first.asks().ok(Map.of("until", "2028-01-31"));
        assertThat(first.answers(phone)).startsWith("Thank you! Gold is renewed");
    }

    @Test
    void theAnswerToAQuestionComesOverAnotherHubThanTheQuestion() throws Exception {
        second.receives(phone, "renew");
        second.asks().ok(GOLD);
        assertThat(second.answers(phone)).startsWith("Your Gold subscription ends");
        first.receives(phone, "yes");
        isRenewed();
        first.conversation(phone, "ENDED");
        assertThat(isOf(second, phone)).isTrue();
    }

    private long item() {
        return await().until(() -> first.number("select coalesce(max(id), 0) from work_item where customer_id = " + first.customer(phone)), id -> id > 0);
    }

    private static Worklist worklist(Company hub) {
        return new Worklist(hub.hub(), hub.jdbi(), hub.keyline().questions(), hub.links());
    }

    @Test
    void anEmployeeAnswersAtTheOtherHub() throws Exception {
        first.receives(phone, "agent");
        first.answers(phone);
        Worklist there = worklist(first);
        there.answer(item(), "anna", "I am looking into it");
        assertThat(first.answers(phone)).isEqualTo("I am looking into it");
        there.close(item(), "anna", Outcome.CLOSED, null);
        comesToRest();
    }

    @Test
    void anEmployeeHandsAConversationBackAtTheOtherHub() throws Exception {
        isAsked();
        first.jdbi().useTransaction(handle -> WorkSql.open(handle, List.of(new WorkItem(first.hub().newId(), "dialogues", "called us", first.customer(phone),
                first.number("select id from conversation where customer_address = '" + phone + "'"), 0, time.instant()))));
        worklist(first).handBack(item(), "anna", "yes");
        isRenewed();
    }

    @Test
    void whatAPossibleOptOutWasIsSettledAtTheOtherHub() throws Exception {
        first.receives(phone, "please stop sending me all this");
        worklist(first).close(item(), "anna", Outcome.OPTED_OUT, "she says so");
        assertThat(second.isOptedOut(phone)).isTrue();
        comesToRest();
        outside.sent().remove(phone);
    }

    private DeadLetters letters() {
        return new DeadLetters(first.hub(), first.jdbi(), new Limits(Duration.ofHours(24), new QuietHours(LocalTime.MIN, LocalTime.MIN, ZoneOffset.UTC)), null);
    }

    /** The only dead letter about the customer is replayed by the hub that does not act for them. */
    private void replay(String kind) throws Exception {
        long letter = await().until(() -> first.number("select coalesce(max(id), 0) from dead_letter where customer_id = " + first.customer(phone)
                + " and state = 'OPEN' and kind = '" + kind + "'"), id -> id > 0);
        comesToRest();
        assertThat(isOf(second, phone)).isTrue();
        DeadLetters letters = letters();
        try (Replays replays = Replays.start(first.jdbi(), letters, "")) {
            letters.replay(List.of(letter), "anna", null, 100, false);
            await().until(() -> letters.show(letter).orElseThrow().letter().state().equals("REPLAYED"));
        }
    }

    @Test
    void aMessageThatCouldNotBeHandledIsReplayedAtTheOtherHub() throws Exception {
        isBroken = true;
        first.receives(phone, "shaky");
        first.answers(phone);
        isBroken = false;
        replay("MESSAGE");
        first.answers(phone);
        assertThat(first.ended(phone)).extracting(Company.Ended::state).containsExactly("ANSWERED");
        comesToRest();
    }

    @Test
    void aMessageThatTheProviderRefusedIsReplayedAtTheOtherHub() throws Exception {
        outside.refusing().add(phone);
        first.receives(phone, "help");
        await().until(() -> first.number("select count(*) from dead_letter where customer_id = " + first.customer(phone)) == 1);
        outside.refusing().remove(phone);
        replay("OUTGOING");
        assertThat(first.answers(phone)).isNotEmpty();
        comesToRest();
    }

    @Test
    void aCustomerIsErasedAtTheOtherHubWhileTheyAreAsked() throws Exception {
        isAsked();
        new Erasure(first.hub(), first.jdbi(), PATIENCE).erase(phone, "bo", "request 17");
        assertThat(first.wherever(phone)).isEmpty();
        second.receives(phone, "yes");
        assertThat(first.answers(phone)).as("they are a stranger").doesNotContain("Gold");
        comesToRest();
    }

    @Test
    void twoAddressesOfCustomersOfBothHubsAreLinkedAtEither() throws Exception {
        for (Company hub : List.of(first, second)) {
            String mine = customerOf(first);
            String other = customerOf(second);
            hub.links().want(null, first.customer(mine), other, Links.BY_CUSTOMER, "both are mine");
            await().until(() -> first.customer(mine) == first.customer(other));
            (hub == first ? second : first).receives(other, "renew");
            first.asks().ok(GOLD);
            first.answers(other);
            hub.receives(other, "no");
            assertThat(first.answers(other)).isNotEmpty();
        }
        comesToRest();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whatADeadHubHadClaimedIsDoneByItsHeirOnce() throws Exception {
        isAsked();
        comesToRest();
        second.hub().hold();
        time.moveTo(time.instant().plus(Duration.ofHours(25)));
        await().until(() -> first.number("select count(*) from conversation where customer_address = '" + phone + "' and claimed_until is not null") == 1);
        String late = customerOf(second);
        first.receives(late, "help");
        second.dies();

        await().atMost(Duration.ofSeconds(15)).until(() -> first.hub().bucketsOwned() == 256);
        assertThat(first.answers(phone)).as("reminded").contains("Gold");
        assertThat(first.answers(late)).isNotEmpty();
        time.moveTo(time.instant().plus(Duration.ofHours(24)));
        first.conversation(phone, "HANDED");
        assertThat(first.workItems(phone)).hasSize(1);
        first.comesToRest();
    }
}
