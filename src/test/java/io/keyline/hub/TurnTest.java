package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.store.Customer;
import io.keyline.store.Decided;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A turn decides, and takes no step twice")
class TurnTest {

    private static final Customer CUSTOMER = new Customer(9, null, false, false);
    private static final Ids IDS = new Ids(0, 0);

    private static Inbound message(String state) {
        return new Inbound(4711, 9, "sms", "main", "+4520000001", "1234", "bal", state, null, Instant.now(), 1, 2);
    }

    private static Turn fresh() {
        return new Turn(message("RECEIVED"), CUSTOMER, List.of(), IDS);
    }

    private static Turn resumed(Step... journal) {
        return new Turn(message("WAITING"), CUSTOMER, List.of(journal), IDS);
    }

    private static Decided decided(Turn turn) {
        return turn.decided(turn.answers());
    }

    @Test
    void anAnswerGoesBackTheWayTheMessageCame() {
        Turn turn = fresh();
        turn.reply("hello");
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
        turn.reply("first");
        turn.optOut("keyword");
        turn.step("call");
        turn.result("{\"status\":\"OK\"}");
        turn.step("call");
        turn.notice("working");
        Instant deadline = Instant.now().plusSeconds(60);
        turn.park(deadline);
        Decided decided = decided(turn);
        assertThat(decided.message().state()).isEqualTo("WAITING");
        assertThat(decided.dueAt()).isEqualTo(deadline);
        assertThat(decided.journal()).containsExactly(new Step(1, "reply", "true"), new Step(2, "consent", "true"),
                new Step(3, "call", "{\"status\":\"OK\"}"), new Step(4, "call", null));
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("first", "working");
        assertThat(turn.stepKey()).isEqualTo(Names.of(4711) + "-4");
    }

    @Test
    void replayedStepsGiveBackTheirResultAndTakeNoEffect() {
        Turn turn = resumed(new Step(1, "reply", "true"), new Step(2, "consent", "true"), new Step(3, "call", "{}"));
        turn.reply("first");
        assertThat(turn.optOut("keyword")).isTrue();
        assertThat(turn.step("call")).contains(new Step(3, "call", "{}"));
        turn.notice("working");
        assertThat(turn.answers()).isEmpty();
        assertThat(decided(turn).consent()).isEmpty();
        turn.reply("second");
        Decided decided = decided(turn);
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("second");
        assertThat(decided.message().state()).isEqualTo("ANSWERED");
    }

    @Test
    void theStepsOfASecondParkingAreOnlyTheNewOnes() {
        Turn turn = resumed(new Step(1, "reply", "true"), new Step(2, "call", "{}"));
        turn.reply("first");
        turn.step("call");
        turn.reply("between");
        turn.step("call");
        turn.park(Instant.now());
        assertThat(decided(turn).journal()).containsExactly(new Step(3, "reply", "true"), new Step(4, "call", null));
    }

    @Test
    void aStepWhoseResultHasNotComeIsTakenAgainUnderTheSameKey() {
        Turn turn = resumed(new Step(1, "call accounts.balance", null));
        assertThat(turn.step("call accounts.balance")).isEmpty();
        assertThat(turn.stepKey()).isEqualTo(Names.of(4711) + "-1");
    }

    @Test
    void anAnswerIsNotGivenToAnotherQuestion() {
        Turn turn = resumed(new Step(1, "call accounts.balance", "{}"));
        assertThatThrownBy(() -> turn.step("call payments.take")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRouteThatWasChangedMeanwhileIsRefused() {
        Turn turn = resumed(new Step(1, "call", "{}"));
        assertThatThrownBy(() -> turn.reply("first")).isInstanceOf(IllegalStateException.class)
                .hasMessage("step 1 was call before the route was changed, now it is reply");
    }

    @Test
    void theApologyGoesOutWhateverTheJournalHolds() {
        Turn turn = resumed(new Step(1, "call", "{}"), new Step(2, "reply", "true"), new Step(3, "call", "{}"));
        assertThatThrownBy(() -> turn.reply("first")).isInstanceOf(IllegalStateException.class);
        turn.fail("sorry", "the route was changed");
        assertThat(decided(turn).answers()).extracting(Outbound::text).containsExactly("sorry");
        assertThat(decided(turn).message()).returns("DEAD", Inbound::state).returns("the route was changed", Inbound::reason);
    }

    @Test
    void whatARouteThatFailedHadToSayDoesNotCountButConsentDoes() {
        Turn turn = fresh();
        turn.reply("half of it");
        turn.optOut("hard-alone");
        turn.fail("sorry", "the route failed");
        Decided decided = decided(turn);
        assertThat(decided.answers()).extracting(Outbound::text).containsExactly("sorry");
        assertThat(decided.consent()).hasSize(1);
        assertThat(decided.customer().optedOut()).isTrue();
        assertThat(decided.message().state()).isEqualTo("DEAD");
    }

    @Test
    void optingOutTwiceChangesNothingTheSecondTime() {
        Turn turn = new Turn(message("RECEIVED"), CUSTOMER.withConsent(true, false), List.of(), IDS);
        assertThat(turn.optOut("hard-alone")).isFalse();
        assertThat(decided(turn).changed()).isFalse();
        assertThat(decided(turn).consent()).as("but it was said").hasSize(1);
    }

    @Test
    void aStopEndsTheReviewOfAPossibleOne() {
        Turn turn = new Turn(message("RECEIVED"), CUSTOMER.withConsent(false, true), List.of(), IDS);
        assertThat(turn.optOut("hard-alone")).isTrue();
        assertThat(turn.customer()).isEqualTo(CUSTOMER.withConsent(true, false));
    }

    @Test
    void isOverdueOnceItsTimeHasCome() {
        Turn turn = resumed();
        assertThat(turn.isOverdue()).isFalse();
        turn.overdueSince(Instant.now().plusSeconds(60));
        assertThat(turn.isOverdue()).isFalse();
        turn.overdueSince(Instant.now().minusSeconds(1));
        assertThat(turn.isOverdue()).isTrue();
    }
}
