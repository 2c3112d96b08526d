package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.store.Conversation;
import io.keyline.store.Conversation.State;
import io.keyline.store.Customer;
import io.keyline.store.Decided;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.Step;
import io.keyline.store.WorkItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A turn decides, and takes no step twice")
class TurnTest {

    private static final Customer CUSTOMER = Customer.unknown(9);
    private static final Ids IDS = new Ids(0, 0);

    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    private static Path keys;

    private static Means means() {
        return new Means(Seal.of(keys.resolve("secret.key")), IDS, null, new Channels(Map.of(), "1234"));
    }

    private static Turn fresh() {
        return of(CUSTOMER);
    }

    private static Turn of(Customer customer) {
        Inbound message = new Inbound(4711, 9, "sms", "main", "+4520000001", "1234", "bal", "RECEIVED", null, NOW, 1, 2);
        return Turn.of(message, customer, List.of(), means(), NOW);
    }

    private static Turn resumed(Step... journal) {
        return resumed(NOW.plusSeconds(60), journal);
    }

    private static Turn resumed(Instant deadline, Step... journal) {
        Conversation stored = new Conversation(4711, 9, "balance", null, null, "sms", "+4520000001", "1234", "{}", State.CALLING, null, null, deadline,
                NOW, 1, NOW.minusSeconds(60));
        Turn turn = Turn.of(stored, CUSTOMER, means(), NOW);
        turn.goOn(stored, List.of(journal), Stimulus.NOTHING);
        return turn;
    }

    private static void reply(Turn turn, String text) {
        turn.reply(text, () -> text);
    }

    private static Decided decided(Turn turn) {
        return turn.decided(turn.answers());
    }

    @Test
    void anAnswerGoesBackTheWayTheMessageCame() {
        Turn turn = fresh();
        reply(turn, "hello");
        Decided decided = decided(turn);
        assertThat(decided.message().state()).isEqualTo("ANSWERED");
        assertThat(decided.answers()).singleElement().returns("hello", Outbound::text).returns("+4520000001", Outbound::customerAddress)
                .returns("1234", Outbound::companyAddress).returns(4711L, Outbound::answers).returns("reply", Outbound::category)
                .returns("sms", Outbound::channel);
        assertThat(decided.journal()).as("a turn that has ended is not replayed").isEmpty();
        assertThat(decided.changed()).isFalse();
    }

    @Test
    void withoutAnAnswerTheMessageIsIgnoredAndSaysWhy() {
        assertThat(decided(fresh()).message()).returns("IGNORED", Inbound::state).returns("the route gave no answer", Inbound::reason);
    }

    @Test
    void aParkedTurnKeepsItsStepsAndWhichOneItWaitsFor() {
        Turn turn = fresh();
        reply(turn, "first");
        turn.consent().optOut("keyword");
        turn.steps().begin("call");
        turn.steps().result("{\"status\":\"OK\"}");
        turn.steps().begin("call");
        turn.notice("working");
        Instant deadline = NOW.plusSeconds(60);
        turn.park(State.CALLING, null, deadline, deadline);
        Decided decided = decided(turn);
        assertThat(decided.message()).as("it has its answer: that it takes a while").returns("ANSWERED", Inbound::state);
        assertThat(decided.conversations()).singleElement().returns(4711L, Conversation::id).returns(State.CALLING, Conversation::state)
                .returns(deadline, Conversation::dueAt).returns(1, Conversation::version);
        assertThat(decided.journal()).containsExactly(new Step(1, "reply first", "true"), new Step(2, "consent OPT_OUT", "true"),
                new Step(3, "call", "{\"status\":\"OK\"}"), new Step(4, "call", null));
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("first", "working");
        assertThat(turn.stepKey()).isEqualTo(Names.of(4711) + "-4");
    }

    @Test
    void replayedStepsGiveBackTheirResultAndTakeNoEffect() {
        Turn turn = resumed(new Step(1, "reply", "true"), new Step(2, "consent OPT_OUT", "true"), new Step(3, "call", "{}"));
        reply(turn, "first");
        assertThat(turn.consent().optOut("keyword")).isTrue();
        assertThat(turn.steps().begin("call")).contains(new Step(3, "call", "{}"));
        turn.notice("working");
        assertThat(turn.answers()).isEmpty();
        assertThat(decided(turn).consent()).isEmpty();
        reply(turn, "second");
        Decided decided = decided(turn);
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("second");
        assertThat(decided.conversations()).singleElement().returns(State.ENDED, Conversation::state).returns(2, Conversation::version);
    }

    @Test
    void theStepsOfASecondParkingAreOnlyTheNewOnes() {
        Turn turn = resumed(new Step(1, "reply", "true"), new Step(2, "call", "{}"));
        reply(turn, "first");
        turn.steps().begin("call");
        reply(turn, "between");
        turn.steps().begin("call");
        turn.park(State.CALLING, null, NOW, NOW);
        assertThat(decided(turn).journal()).containsExactly(new Step(3, "reply between", "true"), new Step(4, "call", null));
    }

    @Test
    void aStepWhoseResultHasNotComeIsTakenAgainUnderTheSameKey() {
        Turn turn = resumed(new Step(1, "call accounts.balance", null));
        assertThat(turn.steps().begin("call accounts.balance")).isEmpty();
        assertThat(turn.stepKey()).isEqualTo(Names.of(4711) + "-1");
    }

    @Test
    void anAnswerIsNotGivenToAnotherQuestion() {
        Turn turn = resumed(new Step(1, "call accounts.balance", "{}"));
        assertThatThrownBy(() -> turn.steps().begin("call payments.take")).isInstanceOf(ChangedRouteException.class);
    }

    @Test
    void aRouteThatWasChangedMeanwhileIsRefused() {
        Turn turn = resumed(new Step(1, "call", "{}"));
        assertThatThrownBy(() -> reply(turn, "first")).isInstanceOf(ChangedRouteException.class)
                .hasMessage("step 1 was call before the route was changed, now it is reply first");
    }

    @Test
    void theApologyGoesOutWhateverTheJournalHolds() {
        Turn turn = resumed(new Step(1, "call", "{}"), new Step(2, "reply", "true"), new Step(3, "call", "{}"));
        assertThatThrownBy(() -> reply(turn, "first")).isInstanceOf(ChangedRouteException.class);
        turn.fail("sorry", "the route was changed");
        assertThat(decided(turn).answers()).extracting(Outbound::text).containsExactly("sorry");
        assertThat(decided(turn).conversations()).singleElement().returns(State.FAILED, Conversation::state)
                .returns("the route was changed", Conversation::reason);
        assertThat(decided(turn).items()).as("an employee settles it").singleElement().returns(4711L, WorkItem::conversationId)
                .returns("the route was changed", WorkItem::reason);
    }

    @Test
    void whatARouteThatFailedHadToSayDoesNotCountButConsentDoes() {
        Turn turn = fresh();
        reply(turn, "half of it");
        turn.consent().optOut("hard-alone");
        turn.fail("sorry", "the route failed");
        Decided decided = decided(turn);
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("sorry");
        assertThat(decided.consent()).hasSize(1);
        assertThat(decided.customer().optedOut()).isTrue();
        assertThat(decided.message().state()).isEqualTo("DEAD");
    }

    @Test
    void optingOutTwiceChangesNothingTheSecondTime() {
        Turn turn = of(CUSTOMER.withConsent(true, false));
        assertThat(turn.consent().optOut("hard-alone")).isFalse();
        assertThat(decided(turn).changed()).isFalse();
        assertThat(decided(turn).consent()).as("but it was said").hasSize(1);
    }

    @Test
    void aStopEndsTheReviewOfAPossibleOne() {
        Turn turn = of(CUSTOMER.withConsent(false, true));
        assertThat(turn.consent().optOut("hard-alone")).isTrue();
        assertThat(turn.customer()).isEqualTo(CUSTOMER.withConsent(true, false));
    }

    @Test
    void aStepThatIsWaitedForIsOverdueOnceItsTimeHasCome() {
        for (int seconds : new int[] {60, -1}) {
            Turn turn = resumed(NOW.plusSeconds(seconds), new Step(1, "call", "{}"), new Step(2, "call", null));
            turn.steps().begin("call");
            assertThat(turn.isOverdue()).as("its result is there").isFalse();
            turn.steps().begin("call");
            assertThat(turn.isOverdue()).isEqualTo(seconds < 0);
            turn.steps().begin("call");
            assertThat(turn.isOverdue()).as("nobody has waited for it yet").isFalse();
        }
    }

    @Test
    void aRouteThatRunsInACircleEnds() {
        Turn turn = fresh();
        assertThatThrownBy(() -> {
            while (true) {
                turn.steps().passNode();
            }
        }).hasMessageContaining("the route runs in a circle");
        assertThatThrownBy(() -> {
            while (true) {
                turn.steps().begin("call");
            }
        }).hasMessageContaining("the route runs in a circle");
    }

    @Test
    void whatFailsAfterItWasParkedWaitsForNothing() {
        Turn turn = resumed();
        turn.park(State.ASKED, "{}", NOW.plusSeconds(60), NOW.plusSeconds(30));
        turn.fail("sorry", "broken");
        assertThat(decided(turn).conversations()).singleElement().returns(State.FAILED, Conversation::state)
                .returns(null, Conversation::dueAt).returns(null, Conversation::deadline).returns(null, Conversation::question);
    }

    @Test
    void aTurnEndsOnce() {
        Attempt attempt = new Attempt(null, null, fresh());
        assertThat(attempt.endsNow()).isTrue();
        assertThat(attempt.endsNow()).isFalse();
    }

    @Test
    void aRouteThatEndsBeforeItsJournalDoesWasChanged() {
        Turn turn = resumed(new Step(1, "reply first", "true"), new Step(2, "call", "{}"));
        reply(turn, "first");
        assertThatThrownBy(turn::reachedEnd).isInstanceOf(ChangedRouteException.class)
                .hasMessage("step 2 was call before the route was changed, now the route ends at step 1");
    }
}
