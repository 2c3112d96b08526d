package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.hub.VirtualTime;
import io.keyline.route.Company.Call;
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

@DisplayName("A route that waits for a person")
class AskTest {

    private static final String ROUTES = """
            - route:
                id: confirm
                from:
                  uri: command:CONFIRM
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=48h&remind=24h&as=kind
                    - to: reply:bal.help
            - route:
                id: second
                from:
                  uri: command:SECOND
                  steps:
                    - to: ask:fault.kind?choices=power,internet
                    - to: reply:pay.help
            - route:
                id: changes
                from:
                  uri: command:CHANGES
                  steps:
                    - to: ask:fault.kind?choices=power,internet
                    - to: reply:pay.help
            - route:
                id: goes-on
                from:
                  uri: command:GOESON
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h&tries=1&otherwise=continue
                    - choice:
                        when:
                          - simple: "${variable.outcome} == 'no-answer'"
                            steps:
                              - to: reply:order.help
                          - simple: "${variable.outcome} == 'not-understood'"
                            steps:
                              - to: reply:bill.help
                        otherwise:
                          steps:
                            - to: reply:pay.help
            - route:
                id: ends
                from:
                  uri: command:ENDS
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=1h&otherwise=order.help
                    - to: reply:pay.help
            - route:
                id: pin
                from:
                  uri: command:SECRET
                  steps:
                    - to: ask:fault.kind?expect=pin&as=pin
                    - to: back-office:accounts.balance?patience=50
                    - to: reply:bal.help
            - route:
                id: secret-step
                from:
                  uri: command:SECRETSTEP
                  steps:
                    - to: ask:fault.where?expect=pin&as=pin
                    - process: { ref: effect }
                    - to: ask:fault.kind?choices=power,water
                    - to: reply:bal.help
            - route:
                id: secret-fails
                from:
                  uri: command:SECRETFAILS
                  steps:
                    - to: ask:fault.where?expect=pin
                    - process: { ref: quoting }
                    - to: reply:bal.help
            - route:
                id: secret-begins
                from:
                  uri: command:SECRETBEGINS
                  steps:
                    - to: ask:fault.where?expect=pin&as=pin
                    - to: dialogue:after-secret
                    - to: reply:bal.help
            - route:
                id: after-secret
                from:
                  uri: dialogue:after-secret
                  steps:
                    - to: ask:fault.kind?choices=power,water
            - route:
                id: words
                from:
                  uri: command:WORDS
                  steps:
                    - to: ask:fault.where?expect=text&as=where
                    - to: back-office:accounts.balance
                    - to: reply:bal.help
            - route:
                id: looped
                from:
                  uri: command:LOOPED
                  steps:
                    - loop:
                        constant: 3
                        steps:
                          - doTry:
                              steps:
                                - to: direct:ask-it
                              doCatch:
                                - exception: [java.lang.Exception]
                                  steps:
                                    - to: reply:sorry.failed
                    - to: reply:bal.help
            - route:
                id: asks-it
                from:
                  uri: direct:ask-it
                  steps:
                    - to: ask:fault.kind?choices=power,water
                    - to: back-office:accounts.balance
            - route:
                id: recorded
                from:
                  uri: command:RECORDED
                  steps:
                    - process: { ref: effect }
                    - to: ask:fault.kind?choices=power,water
                    - setVariable: { name: seen, simple: "${body}" }
                    - process: { ref: effect }
                    - to: back-office:accounts.balance
                    - to: reply:bal.help
            - route:
                id: caught
                from:
                  uri: command:CAUGHT
                  steps:
                    - doTry:
                        steps:
                          - process: { ref: failing }
                        doCatch:
                          - exception: [java.lang.IllegalArgumentException]
                            steps:
                              - to: ask:fault.kind?choices=power,water
                    - to: reply:bal.help
            - route:
                id: unkeepable
                from:
                  uri: command:UNKEEPABLE
                  steps:
                    - process: { ref: unkeepable }
                    - to: reply:bal.help
            - route:
                id: circle
                from:
                  uri: command:CIRCLE
                  steps:
                    - loop:
                        doWhile: "true"
                        simple: "true"
                        steps:
                          - setBody: { constant: round }
            - route:
                id: offer
                from:
                  uri: dialogue:offer
                  steps:
                    - to: ask:fault.kind?choices=power,water&within=48h&remind=24h&as=kind
                    - to: reply:bal.help
            - route:
                id: starts-offer
                from:
                  uri: command:STARTOFFER
                  steps:
                    - to: dialogue:offer
                    - to: reply:pay.help
            - route:
                id: event
                from:
                  uri: direct:event
                  steps:
                    - to: dialogue:offer
            """;

    private static final String QUESTION = "What is out of order? Answer 1 POWER, 2 WATER or 3 INTERNET.";
    private static final String CONFIRMED = "BAL: your balance";
    private static final AtomicInteger CUSTOMERS = new AtomicInteger(30_000_000);
    private static final AtomicInteger EFFECTS = new AtomicInteger();
    private static final VirtualTime TIME = new VirtualTime(Instant.parse("2026-11-23T09:00:00Z"));
    private static Company company;

    private final String customer = "+45" + CUSTOMERS.incrementAndGet();

    @BeforeAll
    static void open() throws Exception {
        company = new Company(TIME, Map.of(
                "effect", (org.apache.camel.Processor) exchange -> exchange.getMessage().setBody("effect " + EFFECTS.incrementAndGet()),
                "failing", (org.apache.camel.Processor) exchange -> {
                    throw new IllegalArgumentException("once " + EFFECTS.incrementAndGet());
                },
                "quoting", (org.apache.camel.Processor) exchange -> {
                    throw new IllegalArgumentException("cannot take " + exchange.getMessage().getBody());
                },
                "unkeepable", (org.apache.camel.Processor) exchange -> exchange.getMessage().setBody(new Object())), ROUTES);
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

    private String answers(String text) throws InterruptedException {
        return company.answers(customer, text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"power", "POWER!", "Electricity", "1", "１", "١"})
    void theRouteGoesOnWithTheAnswer(String answer) throws Exception {
        assertThat(answers("CONFIRM")).isEqualTo(QUESTION);
        company.conversation(customer, "ASKED");
        assertThat(answers(answer)).isEqualTo(CONFIRMED);
        company.conversation(customer, "ENDED");
        assertThat(company.ended(customer)).extracting(Company.Ended::state).containsExactly("ANSWERED", "ANSWERED");
    }

    @Test
    void whatIsNoAnswerIsAskedAgainAndThenGoesToAnEmployee() throws Exception {
        answers("CONFIRM");
        assertThat(answers("what?")).isEqualTo("Sorry, we did not understand that. " + QUESTION);
        assertThat(answers("🤷")).isEqualTo("Sorry, we did not understand that. " + QUESTION);
        assertThat(answers("no idea")).startsWith("Sorry, we still do not understand. A colleague");
        assertThat(company.conversation(customer, "HANDED")).isEqualTo("not understood at fault.kind: no idea");
        assertThat(company.workItems(customer)).containsExactly(List.of("dialogues", "not understood at fault.kind: no idea"));
        assertThat(answers("power")).as("an employee has it").startsWith("A colleague is looking at this already");
    }

    @Test
    void silenceIsRemindedOfOnceAndThenGoesToAnEmployee() throws Exception {
        answers("CONFIRM");
        company.pass(Duration.ofHours(23));
        company.comesToRest();
        assertThat(company.unread()).isEmpty();
        company.pass(Duration.ofHours(2));
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        company.pass(Duration.ofHours(22));
        company.comesToRest();
        assertThat(company.unread()).isEmpty();
        company.pass(Duration.ofHours(2));
        assertThat(company.conversation(customer, "HANDED")).isEqualTo("no answer to fault.kind");
        assertThat(company.workItems(customer)).containsExactly(List.of("dialogues", "no answer to fault.kind"));
    }

    @Test
    void theRouteMaySeeThatThereWasNoAnswer() throws Exception {
        answers("GOESON");
        company.pass(Duration.ofHours(2));
        assertThat(company.answers(customer)).isEqualTo("ORDER");
    }

    @Test
    void theRouteMaySeeThatTheAnswerWasNotUnderstood() throws Exception {
        answers("GOESON");
        assertThat(answers("whatever")).isEqualTo("BILL");
        company.conversation(customer, "ENDED");
    }

    @Test
    void theRouteMayEndWithATextAndALateAnswerGetsToAnEmployee() throws Exception {
        answers("ENDS");
        company.pass(Duration.ofHours(2));
        assertThat(company.answers(customer)).isEqualTo("ORDER");
        assertThat(company.conversation(customer, "ENDED")).isEqualTo("no answer to fault.kind");
        assertThat(answers("water")).startsWith("Your answer came too late");
        assertThat(company.workItems(customer)).containsExactly(List.of("dialogues", "late answer to fault.kind: water"));
        assertThat(answers("water")).as("once").startsWith("Sorry, we did not understand");
    }

    @Test
    void helpAndKeywordsInTheMiddleLeaveTheQuestionOpenAndSayHowToGoOn() throws Exception {
        answers("CONFIRM");
        assertThat(answers("HELP")).startsWith("Acme:");
        assertThat(company.answers(customer)).isEqualTo("We still wait for your answer: " + QUESTION);
        assertThat(answers("LANGUAGE")).startsWith("We will write to you in English");
        assertThat(company.answers(customer)).startsWith("We still wait for your answer");
        assertThat(answers("water")).isEqualTo(CONFIRMED);
        assertThat(answers("LANGUAGE")).startsWith("We will write to you in English");
    }

    @Test
    void stopEndsWhatIsAsked() throws Exception {
        answers("CONFIRM");
        assertThat(answers("STOP")).startsWith("Acme: you are unsubscribed");
        assertThat(company.conversation(customer, "STOPPED")).isEqualTo("the customer opted out");
        company.pass(Duration.ofHours(30));
        assertThat(answers("power")).startsWith("Sorry, we did not understand");
    }

    @Test
    void anAnswerWithStopInItIsNoAnswer() throws Exception {
        answers("CONFIRM");
        assertThat(answers("yes but stop after this")).startsWith("Acme: a colleague reads this.");
        assertThat(company.answers(customer)).startsWith("We still wait for your answer");
        assertThat(company.workItems(customer)).contains(List.of("consent", "possible opt-out: stop-after-answer"));
    }

    @Test
    void ofTwoQuestionsTheOneIsMeantThatAcceptsTheAnswer() throws Exception {
        answers("CONFIRM");
        assertThat(answers("SECOND")).isEqualTo(QUESTION);
        assertThat(answers("water")).isEqualTo(CONFIRMED);
        assertThat(answers("internet")).isEqualTo("PAY 100: pay an amount");
    }

    @Test
    void whereBothAcceptItTheCustomerIsAskedWhichOnce() throws Exception {
        answers("CONFIRM");
        answers("SECOND");
        assertThat(answers("power")).isEqualTo("Which do you mean? Answer with a number.\n1 " + QUESTION + "\n2 " + QUESTION);
        assertThat(answers("2")).as("the older one").isEqualTo(CONFIRMED);
        assertThat(answers("1")).isEqualTo("PAY 100: pay an amount");
    }

    @Test
    void whoDoesNotSayWhichMeansTheNewest() throws Exception {
        answers("CONFIRM");
        answers("SECOND");
        assertThat(answers("power")).startsWith("Which do you mean?");
        assertThat(answers("power")).isEqualTo("PAY 100: pay an amount");
        assertThat(answers("power")).isEqualTo(CONFIRMED);
    }

    @Test
    void whoChangesTheLanguageMayAnswerInTheNewOne() throws Exception {
        answers("CONFIRM");
        assertThat(answers("DANSK")).startsWith("Fra nu af");
        assertThat(company.answers(customer)).startsWith("Vi venter");
        assertThat(answers("hvad?")).as("asked again in Danish").contains("Hvad");
        assertThat(answers("vand")).startsWith("SALDO");
    }

    @Test
    void aQuestionForAnyTextIsMeantOnlyWhereNoOtherIs() throws Exception {
        answers("CONFIRM");
        answers("WORDS");
        assertThat(answers("power")).isEqualTo(CONFIRMED);
    }

    @Test
    void aShortCodeSaysWhichQuestionAndWhichAnswer() throws Exception {
        answers("CONFIRM");
        answers("SECOND");
        assertThat(answers("2b")).isEqualTo("PAY 100: pay an amount");
        assertThat(answers("1a")).isEqualTo(CONFIRMED);
    }

    @Test
    void stopIsReviewedAlsoWithinAnAnswerInFreeWords() throws Exception {
        answers("WORDS");
        company.receives(customer, "please stop sending me these messages");
        Call call = company.asks();
        assertThat(call.request().data()).as("it is the answer, too").containsEntry("where", "please stop sending me these messages");
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
        company.comesToRest();
        assertThat(company.workItems(customer)).containsExactly(List.of("consent", "possible opt-out: word-in-text"));
    }

    @Test
    void whatMayBeTheNumberOfAHouseIsNoShortCodeUnseen() throws Exception {
        answers("SECOND");
        answers("WORDS");
        assertThat(answers("1a")).startsWith("Which do you mean?");
        company.receives(customer, "1");
        Call call = company.asks();
        assertThat(call.request().data()).containsEntry("where", "1a");
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
    }

    @Test
    void aPinIsNotInWhatLaterStepsGive() throws Exception {
        answers("SECRETSTEP");
        assertThat(answers("47110815")).isEqualTo(QUESTION);
        assertThat(company.wherever("47110815")).isEmpty();
        assertThat(answers("power")).as("the route runs again, with what the step gave").isEqualTo(CONFIRMED);
        assertThat(company.wherever("47110815")).isEmpty();
    }

    @Test
    void aPinIsNotInTheReasonOfAFailure() throws Exception {
        answers("SECRETFAILS");
        assertThat(answers("47110816")).startsWith("Sorry, something went wrong");
        assertThat(company.workItems(customer).getFirst().getLast()).contains("IllegalArgumentException");
        assertThat(company.wherever("47110816")).isEmpty();
    }

    @Test
    void aPinIsMeantForTheQuestionThatAsksForOneAndNotForAnyText() throws Exception {
        answers("SECRET");
        answers("WORDS");
        company.receives(customer, "47110817");
        Call call = company.asks();
        assertThat(call.request().data()).containsEntry("pin", "47110817");
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
    }

    @Test
    void aPinThatIsSentTwiceIsKeptNowhere() throws Exception {
        answers("SECRET");
        company.receives(customer, "47110833");
        company.asks().ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
        assertThat(answers("47110833")).startsWith("Sorry, we did not understand");
        assertThat(company.wherever("47110833")).isEmpty();
        assertThat(answers("LANGUAGE")).startsWith("We will write");
    }

    @Test
    void whoMayHaveMeantStopIsToldThatAPersonReadsItAndWhatWorksAtOnce() throws Exception {
        assertThat(answers("hi, please stop writing to me")).isEqualTo("Acme: a colleague reads this. To get no more messages from us, text STOP.");
        assertThat(answers("stop the delivery of my parcel")).startsWith("Acme: a colleague reads this.");
        assertThat(company.workItems(customer)).extracting(List::getFirst).containsExactly("consent");
        assertThat(answers("STOP")).startsWith("Acme: you are unsubscribed");
    }

    @Test
    void aPinInPartsIsSealedAsWell() throws Exception {
        answers("SECRET");
        for (int part = 1; part <= 2; part++) {
            company.receives(new Arrival.Part("sms", "sms", 1, customer, Company.NUMBER, 7, 2, part, part == 1 ? "471108" : "18", true, 4700 + part));
        }
        Call call = company.asks();
        assertThat(call.request().data()).containsEntry("pin", "47110818");
        assertThat(company.wherever("471108")).isEmpty();
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
    }

    @Test
    void aPinThatComesTooLateIsQuotedToNobody() throws Exception {
        answers("SECRET");
        answers("WORDS");
        company.pass(Duration.ofHours(25));
        assertThat(answers("47110819")).isNotEmpty();
        assertThat(company.wherever("47110819")).isEmpty();
    }

    @Test
    void anotherDialogueDoesNotBeginWithAPin() throws Exception {
        answers("SECRETBEGINS");
        assertThat(answers("47110820")).isEqualTo(CONFIRMED);
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        assertThat(company.wherever("47110820")).isEmpty();
    }

    @Test
    void aPinIsNeverStoredInClear() throws Exception {
        answers("SECRET");
        company.receives(customer, "4711");
        Call call = company.asks();
        assertThat(call.request().data()).containsEntry("pin", "4711");
        assertThat(call.request().secret()).isTrue();
        await().until(() -> TIME.waiting() == 1); // the turn waits in the call
        TIME.moveTo(TIME.instant().plusSeconds(1));
        assertThat(company.answers(customer)).startsWith("We are working on it");
        assertThat(company.everythingStored()).doesNotContain("4711");
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
        assertThat(answers("LANGUAGE")).startsWith("We will write");
    }

    @Test
    void aQuestionForAnyTextLeavesKeywordsAlone() throws Exception {
        answers("WORDS");
        assertThat(answers("LANGUAGE")).startsWith("We will write");
        assertThat(company.answers(customer)).startsWith("We still wait for your answer");
        company.receives(customer, "Main street 1 \u0007");
        Call call = company.asks();
        assertThat(call.request().data()).containsEntry("where", "Main street 1");
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 10_000})
    void aReplyOfManyLettersIsAskedForAgain(int length) throws Exception {
        answers("WORDS");
        assertThat(answers("x".repeat(length))).startsWith("Sorry, we did not understand that.");
    }

    @Test
    void waitsInsideOfLoopsTriesAndSubRoutes() throws Exception {
        assertThat(answers("LOOPED")).isEqualTo(QUESTION);
        for (int round = 1; round <= 3; round++) {
            company.receives(customer, "water");
            Call call = company.asks();
            call.ok(Map.of("round", round));
            assertThat(company.answers(customer)).isEqualTo(round < 3 ? QUESTION : CONFIRMED);
        }
        company.conversation(customer, "ENDED");
    }

    @Test
    void aStepOfCamelsTakesEffectOnceAndGivesTheSameAgain() throws Exception {
        int before = EFFECTS.get();
        answers("RECORDED");
        assertThat(EFFECTS).hasValue(before + 1);
        company.receives(customer, "water");
        Call call = company.asks();
        assertThat(EFFECTS).hasValue(before + 2);
        call.ok(Map.of());
        assertThat(company.answers(customer)).isEqualTo(CONFIRMED);
        assertThat(EFFECTS).hasValue(before + 2);
    }

    @Test
    void aStepThatFailedFailsTheSameWayAgainAndIsNotTaken() throws Exception {
        int before = EFFECTS.get();
        answers("CAUGHT");
        assertThat(answers("water")).isEqualTo(CONFIRMED);
        assertThat(EFFECTS).hasValue(before + 1);
    }

    @Test
    void whatCannotBeKeptIsRefusedByName() throws Exception {
        assertThat(answers("UNKEEPABLE")).startsWith("Sorry, something went wrong");
        assertThat(company.ended(customer, "DEAD").reason()).contains("the step 'process unkeepable' gives a java.lang.Object");
    }

    @Test
    void aRouteThatRunsInACircleEnds() throws Exception {
        assertThat(answers("CIRCLE")).startsWith("Sorry, something went wrong");
        assertThat(company.ended(customer, "DEAD").reason()).contains("the route runs in a circle");
    }

    @Test
    void anEventBeginsADialogueOnceForItsKey() throws Exception {
        Map<String, Object> event = Map.of("address", customer, "key", "k-" + customer, "language", "en", "data", Map.of("plan", "Gold"));
        company.send("direct:event", event);
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        company.send("direct:event", event);
        assertThat(answers("power")).isEqualTo(CONFIRMED);
        company.send("direct:event", event);
    }

    @Test
    void aStepOfAnotherRouteBeginsADialogue() throws Exception {
        assertThat(answers("STARTOFFER")).isEqualTo("PAY 100: pay an amount");
        assertThat(company.answers(customer)).isEqualTo(QUESTION);
        assertThat(answers("power")).isEqualTo(CONFIRMED);
    }

    @Test
    void aConversationWhoseRouteWasChangedGoesToAnEmployeeWithAnApology() throws Exception {
        answers("CHANGES");
        company.replace("changes", """
                - route:
                    id: changes
                    from:
                      uri: command:CHANGES
                      steps:
                        - to: reply:pay.help
                        - to: ask:fault.kind?choices=power,internet
                """);
        assertThat(answers("internet")).startsWith("Sorry, we cannot go on where we were");
        assertThat(company.conversation(customer, "FAILED")).isEqualTo("the conversation cannot go on: step 1 was ask fault.kind before the "
                + "route was changed, now it is reply pay.help");
        assertThat(company.workItems(customer)).hasSize(1);
    }
}
