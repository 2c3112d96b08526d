package io.keyline.route;

import static io.keyline.route.Company.NUMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Arrival;
import io.keyline.hub.VirtualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What goes wrong while a route waits hurts nobody else")
class AskFaultsTest {

    private static final String ROUTES = """
            - route:
                id: asks
                from:
                  uri: command:ASKS
                  steps:
                    - process: { ref: effect }
                    - to: back-office:accounts.balance
                    - to: ask:fault.kind?choices=power,water&within=48h&as=kind
                    - to: reply:bal.help
            - route:
                id: other
                from:
                  uri: command:OTHER
                  steps:
                    - to: ask:fault.kind?choices=internet&within=48h
                    - to: reply:pay.help
            - route:
                id: circle
                from:
                  uri: command:CIRCLE
                  steps:
                    - to: direct:circle
            - route:
                id: round
                from:
                  uri: direct:circle
                  steps:
                    - to: direct:circle
            - route:
                id: babbler
                from:
                  uri: command:BABBLER
                  steps:
                    - loop:
                        doWhile: "true"
                        simple: "true"
                        steps:
                          - to: reply:bal.help
            - route:
                id: retries
                errorHandler:
                  defaultErrorHandler:
                    redeliveryPolicy: { maximumRedeliveries: 3, redeliveryDelay: 1 }
                from:
                  uri: command:RETRIES
                  steps:
                    - process: { ref: secondTime }
                    - process: { ref: effect }
                    - to: ask:fault.kind?choices=power,water
                    - process: { ref: effect }
                    - to: reply:bal.help
            - route:
                id: fails
                from:
                  uri: command:FAILS
                  steps:
                    - to: ask:fault.kind?choices=power,water
                    - to: reply:bal.help
                    - process: { ref: fails }
            - route:
                id: ends
                from:
                  uri: command:ENDS
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h&tries=1&otherwise=order.help
                    - to: reply:bal.help
            - route:
                id: number
                from:
                  uri: command:NUMBER
                  steps:
                    - to: ask:fault.where?expect=number
                    - to: reply:bal.help
            """;

    private static final String PIN = """
            - route:
                id: pin
                from:
                  uri: command:SECRET
                  steps:
                    - to: ask:fault.kind?expect=pin&as=pin
                    - to: reply:bal.help
            """;

    private static final String QUESTION = "What is out of order? Answer 1 POWER, 2 WATER or 3 INTERNET.";
    private static final String CHANGED = "Sorry, we cannot go on where we were";
    private static final AtomicInteger CUSTOMERS = new AtomicInteger(31_000_000);
    private static final AtomicInteger EFFECTS = new AtomicInteger();
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();
    private static final VirtualTime TIME = new VirtualTime(Instant.parse("2026-11-23T09:00:00Z"));
    private static Company company;

    private final String customer = "+45" + CUSTOMERS.incrementAndGet();

    @BeforeAll
    static void open() throws Exception {
        company = new Company(TIME, Map.of(
                "effect", (org.apache.camel.Processor) exchange -> exchange.getMessage().setBody("effect " + EFFECTS.incrementAndGet()),
                "fails", (org.apache.camel.Processor) exchange -> {
                    throw new IllegalStateException("never again");
                },
                "secondTime", (org.apache.camel.Processor) exchange -> {
                    if (ATTEMPTS.incrementAndGet() % 2 == 1) {
                        throw new IllegalStateException("not at the first time");
                    }
                }), ROUTES, PIN);
    }

    @AfterAll
    static void close() throws Exception {
        company.close();
    }

    @AfterEach
    void nobodyGotMoreThanTheTestHasSeen() {
        company.comesToRest();
        assertThat(company.unread()).isEmpty();
        assertThat(company.unreadCalls()).isZero();
    }

    private void isAsked() throws Exception {
        company.receives(customer, "ASKS");
        company.asks().ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        company.conversation(customer, "ASKED");
        company.comesToRest();
    }

    @ParameterizedTest(name = "step {0}")
    @ValueSource(ints = {1, 2})
    void aJournalThatCannotBeReadGoesToAnEmployee(int step) throws Exception {
        isAsked();
        company.tamper(customer, "update journal set result = '{}' where step = " + step + " and conversation_id in (select id from conversation "
                + "where customer_address = :customer)");
        assertThat(company.answers(customer, "power")).startsWith(CHANGED);
        String why = company.conversation(customer, "FAILED");
        assertThat(why).startsWith("the conversation cannot go on: what step " + step).endsWith("cannot be read");
        assertThat(company.workItems(customer)).containsExactly(List.of("failed", why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "7"})
    void aQuestionThatCannotBeReadGoesToAnEmployeeAtItsTimeAndIsInNobodysWay(String question) throws Exception {
        isAsked();
        company.tamper(customer, "update conversation set question = '" + question + "' where customer_address = :customer");
        assertThat(company.answers(customer, "OTHER")).isEqualTo(QUESTION);
        assertThat(company.answers(customer, "internet")).isEqualTo("PAY 100: pay an amount");
        company.pass(Duration.ofHours(49));
        assertThat(company.answers(customer)).startsWith(CHANGED);
        company.comesToRest();
        assertThat(company.workItems(customer)).singleElement().asString().contains("failed", "cannot go on");
    }

    @Test
    void whatItBeganWithCannotBeRead() throws Exception {
        isAsked();
        company.tamper(customer, "update conversation set body = '[]' where customer_address = :customer");
        assertThat(company.answers(customer, "power")).startsWith(CHANGED);
        assertThat(company.conversation(customer, "FAILED")).contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CIRCLE", "BABBLER"})
    void aRouteThatRunsInACircleEndsAndOthersAreServedMeanwhile(String circle) throws Exception {
        company.receives(customer, circle);
        String other = "+45" + CUSTOMERS.incrementAndGet();
        assertThat(company.answers(other, "LANGUAGE")).startsWith("We will write to you in English");
        assertThat(company.answers(customer)).startsWith("Sorry, something went wrong");
        company.comesToRest();
        assertThat(company.ended(customer, "DEAD").reason()).contains("in a circle");
        assertThat(company.workItems(customer)).hasSize(1);
        assertThat(company.answers(customer, "LANGUAGE")).as("their next message").startsWith("We will write to you in English");
    }

    @Test
    void aStepThatSucceedsAtTheSecondTryIsOneStep() throws Exception {
        int before = EFFECTS.get();
        assertThat(company.answers(customer, "RETRIES")).isEqualTo(QUESTION);
        assertThat(EFFECTS.get() - before).isEqualTo(1);
        assertThat(company.answers(customer, "power")).isEqualTo("BAL: your balance");
        assertThat(EFFECTS.get() - before).isEqualTo(2);
    }

    @Test
    void theRightAnswerAfterTheLastTryIsALateOne() throws Exception {
        company.answers(customer, "ENDS");
        assertThat(company.answers(customer, "what?")).isEqualTo("ORDER");
        assertThat(company.answers(customer, "water")).startsWith("Your answer came too late");
        assertThat(company.workItems(customer)).containsExactly(List.of("dialogues", "late answer to fault.kind: water"));
    }

    @Test
    void aStepThatFailsForGoodApologisesAndCallsAnEmployee() throws Exception {
        assertThat(company.answers(customer, "FAILS")).isEqualTo(QUESTION);
        assertThat(company.answers(customer, "power")).startsWith("Sorry, something went wrong");
        String why = company.conversation(customer, "FAILED");
        assertThat(why).contains("never again");
        assertThat(company.workItems(customer)).containsExactly(List.of("failed", why));
    }

    @Test
    void whatAnEmployeeHandsBackAfterWeeksIsAskedWithATimeOfItsOwn() throws Exception {
        isAsked();
        company.pass(Duration.ofHours(49));
        company.conversation(customer, "HANDED");
        company.comesToRest();
        company.pass(Duration.ofDays(14));
        company.tamper(customer, "update conversation set state = 'ASKED', due_at = started_at, version = version + 1, question = jsonb_set(question, "
                + "'{given}', cast('{\"text\": \"hm\", \"by\": \"anna\"}' as jsonb)) where customer_address = :customer");
        company.pass(Duration.ofSeconds(1));
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        company.comesToRest();
        company.pass(Duration.ofHours(47));
        assertThat(company.answers(customer, "power")).isEqualTo("BAL: your balance");
    }

    @Test
    void aPinThatMightBeAnotherAnswerIsNotKeptWhileWeAskWhich() throws Exception {
        assertThat(company.answers(customer, "SECRET")).isEqualTo(QUESTION);
        company.receives(customer, "NUMBER");
        company.answers(customer);
        assertThat(company.answers(customer, "80519")).startsWith("Which do you mean?");
        company.comesToRest();
        assertThat(company.everythingStored()).doesNotContain("80519");
        assertThat(company.answers(customer, "2")).as("the PIN").isEqualTo("BAL: your balance");
        company.comesToRest();
        assertThat(company.everythingStored()).doesNotContain("80519");
        assertThat(company.answers(customer, "17")).as("the other question").isEqualTo("BAL: your balance");
    }

    @Test
    void aCopyOfAPinIsACopyAndNotKeptEither() throws Exception {
        try (Company byTheClock = new Company(PIN)) {
            assertThat(byTheClock.answers(customer, "SECRET")).isEqualTo(QUESTION);
            Arrival pin = new Arrival.Text("sms", "sms", 1, customer, NUMBER, "80523", true, 80_523);
            byTheClock.receives(pin);
            assertThat(byTheClock.answers(customer)).isEqualTo("BAL: your balance");
            byTheClock.comesToRest();
            byTheClock.receives(pin);
            byTheClock.comesToRest();
            assertThat(byTheClock.ended(customer)).extracting(Company.Ended::reason).endsWith("duplicate");
            assertThat(byTheClock.everythingStored()).doesNotContain("80523");
        }
    }

    @Test
    void aReplyThatCannotBeKeptApologisesAndCallsAnEmployee() throws Exception {
        company.receives(customer, "ASKS");
        company.asks().ok(Map.of("amount", new BigDecimal("1E131080"))); // more digits than JSON or PostgreSQL keep
        assertThat(company.answers(customer)).startsWith("Sorry, something went wrong");
        company.comesToRest();
        assertThat(company.workItems(customer)).singleElement().asString().contains("cannot be kept");
        assertThat(company.answers(customer, "LANGUAGE")).startsWith("We will write to you in English");
    }
}
