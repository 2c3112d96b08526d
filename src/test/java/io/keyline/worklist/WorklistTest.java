package io.keyline.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.keyline.store.Conversation;
import io.keyline.store.HistoryEntry;
import io.keyline.store.Work;
import io.keyline.worklist.RefusedException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The work list")
class WorklistTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(4520_000);
    private static Office office;

    private final String address = "+" + NUMBERS.incrementAndGet() + "001";

    @BeforeAll
    static void open() throws Exception {
        office = new Office();
    }

    @AfterAll
    static void close() throws Exception {
        office.close();
    }

    private static Worklist list() {
        return office.worklist;
    }

    private static void refused(Kind kind, String by, String message, ThrowingCallable act) {
        assertThatThrownBy(act).asInstanceOf(type(RefusedException.class)).returns(kind, RefusedException::kind)
                .returns(by, RefusedException::by).extracting(Throwable::getMessage).asString().contains(message);
    }

    private static List<String> events(long item) {
        return office.texts("select who || ' ' || action from work_event where item_id = " + item + " order by id");
    }

    private static String state(long conversation) {
        return office.text("select state from conversation where id = " + conversation);
    }

    @Test
    void showsItemsByAgeAPageAtATime() {
        List<Long> opened = IntStream.range(0, 5).mapToObj(i -> office.item("pages", 900 + i)).toList();
        list().claim(opened.get(1), "anna");
        list().close(opened.get(2), "anna", Outcome.CLOSED, null);
        assertThat(list().list("pages", null, null, 0, 3)).extracting(Work::id).containsExactly(opened.get(0), opened.get(1), opened.get(3));
        assertThat(list().list("pages", null, null, opened.get(3), 3)).extracting(Work::id).containsExactly(opened.get(4));
        assertThat(list().list("pages", "CLAIMED", null, 0, 9)).extracting(Work::id).containsExactly(opened.get(1));
        assertThat(list().list("pages", "CLOSED", "anna", 0, 9)).extracting(Work::id).containsExactly(opened.get(2));
        assertThat(list().list(null, null, "anna", 0, 900)).extracting(Work::id).contains(opened.get(1)).doesNotContain(opened.get(2));
    }

    @Test
    void twoEmployeesWhoReachForTheSame200ItemsGetEachOneOnce() throws InterruptedException {
        List<Long> items = IntStream.range(0, 200).mapToObj(i -> office.item("race", 2_000 + i)).toList();
        CyclicBarrier step = new CyclicBarrier(2);
        List<Long> anna = new ArrayList<>();
        List<Long> bo = new ArrayList<>();
        Thread first = Thread.ofPlatform().start(() -> claimAll(items, "anna", step, anna));
        Thread second = Thread.ofPlatform().start(() -> claimAll(items, "bo", step, bo));
        first.join();
        second.join();
        assertThat(Stream.concat(anna.stream(), bo.stream())).containsExactlyInAnyOrderElementsOf(items);
        assertThat(office.number("select count(*) from work_event e join work_item w on w.id = e.item_id where queue = 'race' and action = 'claimed'"))
                .isEqualTo(200);
        assertThat(list().list("race", "CLAIMED", "anna", 0, 300)).extracting(Work::id).containsExactlyInAnyOrderElementsOf(anna);
    }

    /** Both reach for each item in the same moment. */
    private static void claimAll(List<Long> items, String who, CyclicBarrier step, List<Long> mine) {
        for (long item : items) {
            try {
                step.await(10, TimeUnit.SECONDS);
                list().claim(item, who);
                mine.add(item);
            } catch (RefusedException e) {
                if (e.kind() != Kind.CONFLICT) {
                    return; // and the other one finds nobody at the barrier
                }
            } catch (Exception e) {
                return;
            }
        }
    }

    @Test
    void refusesWhatSomebodyElseHasAndSaysWho() {
        long item = office.item("held", office.customer(address, "hello"));
        list().claim(item, "anna");
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().claim(item, "bo"));
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().release(item, "bo"));
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().answer(item, "bo", "hi"));
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().handBack(item, "bo", null));
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().close(item, "bo", Outcome.CLOSED, null));
        refused(Kind.CONFLICT, "anna", "anna has this item", () -> list().close(item, "bo", Outcome.OPTED_OUT, null));
        assertThat(list().claim(item, "anna").claimedBy()).isEqualTo("anna");
        assertThat(list().release(item, "anna").state()).isEqualTo("OPEN");
        assertThat(list().release(item, "bo").state()).isEqualTo("OPEN");
        list().close(item, "bo", Outcome.CLOSED, "nothing to do");
        refused(Kind.CONFLICT, "bo", "closed by bo as closed", () -> list().claim(item, "anna"));
        assertThat(events(item)).containsExactly("keyline opened", "anna claimed", "anna released", "bo closed");
        refused(Kind.UNKNOWN, null, "no such item", () -> list().claim(4711, "anna"));
    }

    @Test
    void anAnswerGoesToTheCustomerWhereTheyAreAndTheItemStaysWithTheEmployee() {
        long item = office.item("answers", office.customer(address, "hello"));
        long message = list().answer(item, "anna", "Anna here: we will call you.");
        await().until(() -> office.sent.contains(address + " Anna here: we will call you."));
        await().until(() -> office.text("select state from message where id = " + message).equals("SENT"));
        assertThat(office.text("select category || ' ' || company_address || ' ' || (answers is not null) from message where id = " + message))
                .isEqualTo("reply 1234 true");
        assertThat(list().show(item, Long.MAX_VALUE).work()).returns("CLAIMED", Work::state).returns("anna", Work::claimedBy);
        assertThat(list().close(item, "anna", Outcome.CLOSED, null).outcome()).isEqualTo("answered");
        assertThat(events(item)).containsExactly("keyline opened", "anna answered", "anna closed");
    }

    @Test
    void anAnswerGoesTheWayOfItsConversation() {
        long customer = office.customer(address, "hello");
        long conversation = office.conversation(customer, "+4599999999", "HANDED", Office.QUESTION);
        list().answer(office.item("answers", customer, conversation), "anna", "from here");
        await().until(() -> office.sent.contains("+4599999999 from here"));
    }

    @Test
    void anAnswerThatIsRefusedIsNeitherStoredNorSent() {
        long item = office.item("answers", office.customer(address, "hello"));
        list().claim(item, "anna");
        long before = office.number("select count(*) from message");
        refused(Kind.CONFLICT, "anna", "anna has", () -> list().answer(item, "bo", "hi"));
        assertThat(office.number("select count(*) from message")).isEqualTo(before);
    }

    @Test
    void whoNeverWroteCannotBeAnswered() {
        long item = office.item("answers", 77_777);
        refused(Kind.CONFLICT, null, "no way to answer", () -> list().answer(item, "anna", "hi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "bell\u0007", "nul\u0000", "half \ud83d", "escape \u001b[31m"})
    void textThatCannotBeSentIsRefusedWithTheReason(String text) {
        long item = office.item("answers", office.customer(address, "hello"));
        assertThatThrownBy(() -> list().answer(item, "anna", text)).asInstanceOf(type(RefusedException.class))
                .returns(Kind.INVALID, RefusedException::kind).returns("text", RefusedException::field);
        assertThat(events(item)).containsExactly("keyline opened");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANDED", "ASKED"})
    void handingBackPutsTheAnswerIntoTheQuestionAndWakesTheConversation(String state) {
        long customer = office.customer(address, "hello");
        long conversation = office.conversation(customer, address, state, Office.QUESTION);
        long item = office.item("dialogues", customer, conversation);
        assertThat(list().handBack(item, "anna", "yes")).returns("CLOSED", Work::state).returns("handed-back", Work::outcome);
        assertThat(office.text("select question->'given' ->> 'text' || ' ' || (question->'given'->>'by') || ' ' || (question->>'text') || ' ' || state "
                + "from conversation where id = " + conversation)).isEqualTo("yes anna renew.offer ASKED");
        await().until(() -> office.woken.contains(conversation + " " + address));
        assertThat(events(item)).containsExactly("keyline opened", "anna handed-back");
    }

    @Test
    void handedBackWithoutAnAnswerTheQuestionIsToBeAskedAgain() {
        long customer = office.customer(address, "hello");
        long conversation = office.conversation(customer, address, "HANDED", Office.QUESTION);
        list().handBack(office.item("dialogues", customer, conversation), "anna", null);
        assertThat(office.text("select question->'given' from conversation where id = " + conversation)).isEqualTo("{\"by\": \"anna\", \"text\": null}");
    }

    @Test
    void anAnswerThatTheQuestionDoesNotTakeIsRefusedAndNothingChanges() {
        long customer = office.customer(address, "hello");
        long conversation = office.conversation(customer, address, "HANDED", Office.QUESTION);
        long item = office.item("dialogues", customer, conversation);
        assertThatThrownBy(() -> list().handBack(item, "anna", "perhaps")).asInstanceOf(type(RefusedException.class))
                .returns("answer", RefusedException::field).returns("is no answer to the question: Renew?", Throwable::getMessage);
        assertThat(state(conversation)).isEqualTo("HANDED");
        assertThat(office.worklist.show(item, Long.MAX_VALUE).work().state()).isEqualTo("OPEN");
    }

    @Test
    void nobodyGivesAPinInACustomersStead() {
        long customer = office.customer(address, "hello");
        long conversation = office.conversation(customer, address, "HANDED", Office.QUESTION.replaceAll("\"kind\": *\"[A-Z]+\"", "\"kind\": \"PIN\""));
        long item = office.item("dialogues", customer, conversation);
        refused(Kind.INVALID, null, "for the customer alone to give", () -> list().handBack(item, "anna", "4711"));
        assertThat(list().handBack(item, "anna", null)).returns("handed-back", Work::outcome);
    }

    @Test
    void whatHasNoOpenQuestionCannotBeHandedBack() {
        long customer = office.customer(address, "hello");
        refused(Kind.CONFLICT, null, "no conversation waits", () -> list().handBack(office.item("alone", customer), "anna", "yes"));
        long ended = office.item("dialogues", customer, office.conversation(customer, address, "ENDED", null));
        refused(Kind.CONFLICT, null, "no open question (ENDED)", () -> list().handBack(ended, "anna", "yes"));
        long broken = office.item("dialogues", customer, office.conversation(customer, address, "HANDED", null));
        refused(Kind.CONFLICT, null, "no open question", () -> list().handBack(broken, "anna", "yes"));
    }

    @Test
    void closingEndsAConversationThatAnEmployeeHasAndNoOther() {
        long customer = office.customer(address, "hello");
        long handed = office.conversation(customer, address, "HANDED", Office.QUESTION);
        long asked = office.conversation(customer, address, "ASKED", Office.QUESTION);
        list().close(office.item("dialogues", customer, handed), "anna", Outcome.CLOSED, "done by phone");
        list().close(office.item("dialogues", customer, asked), "anna", Outcome.CLOSED, null);
        assertThat(office.text("select state || ' ' || reason || ' ' || (question is null) || ' ' || (ended_at is not null) || ' ' || version "
                + "from conversation where id = " + handed)).isEqualTo("ENDED closed by anna true true 4");
        assertThat(state(asked)).isEqualTo("ASKED");
    }

    @Test
    void aPossibleOptOutThatIsOneOptsTheCustomerOutWithEvidence() {
        long customer = office.customer(address, "maybe I want no more of this");
        long item = office.item("consent", customer);
        refused(Kind.INVALID, null, "opted-out or no-opt-out", () -> list().close(item, "anna", Outcome.CLOSED, null));
        assertThat(list().close(item, "anna", Outcome.OPTED_OUT, null).outcome()).isEqualTo("opted-out");
        assertThat(consent(customer)).isEqualTo("true false");
        assertThat(office.texts("select action || ' ' || rule || ' ' || channel || ' ' || words from consent where customer_id = " + customer + " order by id"))
                .containsExactly("POSSIBLE_OPT_OUT phrase sms maybe I want no more of this", "OPT_OUT employee sms maybe I want no more of this");
    }

    @Test
    void aPossibleOptOutThatIsNoneLetsTheCustomerGetMessagesAgain() {
        long customer = office.customer(address, "maybe tomorrow");
        long item = office.item("consent", customer);
        assertThat(consent(customer)).isEqualTo("false true");
        list().close(item, "anna", Outcome.NO_OPT_OUT, "means the delivery");
        assertThat(consent(customer)).isEqualTo("false false");
        assertThat(office.texts("select action || ' ' || words from consent where customer_id = " + customer + " order by id").getLast())
                .isEqualTo("NO_OPT_OUT means the delivery");
        long other = office.item("dialogues", customer);
        refused(Kind.INVALID, null, "not about a possible opt-out", () -> list().close(other, "anna", Outcome.NO_OPT_OUT, null));
    }

    /** A turn that is under way has read the customer, and writes all of them back at its end. */
    @Test
    void aTurnThatIsUnderWayDoesNotUndoWhatAnEmployeeSettled() throws Exception {
        long customer = office.customer(address, "maybe never");
        long item = office.item("consent", customer);
        office.text(address, "wait");
        Runnable turn = office.waiting.take();
        CompletableFuture<Work> settled = CompletableFuture.supplyAsync(() -> list().close(item, "anna", Outcome.OPTED_OUT, null));
        office.text(address, "da");
        await().during(Duration.ofMillis(100)).until(() -> !settled.isDone());
        turn.run();
        assertThat(settled.join().outcome()).isEqualTo("opted-out");
        await().until(() -> office.sent.contains(address + " echo da"));
        await().until(() -> office.text("select language from customer where id = " + customer).equals("da"));
        assertThat(consent(customer)).isEqualTo("true false");
    }

    private static String consent(long customer) {
        return office.text("select opted_out || ' ' || in_review from customer where id = " + customer);
    }

    @Test
    void theCaseFileHoldsAllThatIsKnownOfTheCustomerInOrder() {
        long customer = office.customer(address, "da");
        office.customer(address, "maybe this is a question");
        long earlier = office.item("payments", customer);
        list().close(earlier, "bo", Outcome.CLOSED, "was paid");
        long conversation = office.conversation(customer, address, "HANDED", Office.QUESTION);
        office.execute("insert into journal (conversation_id, step, kind, result) values (" + conversation + ", 1, 'call subscriptions.find', "
                + "'{\"plan\": \"Gold\", \"pin\": {\"sealed\": \"abc\"}}'), (" + conversation + ", 2, 'ask', '{\"sealed\": \"def\"}'), (" + conversation
                + ", 3, 'call subscriptions.renew', null)");
        long item = office.item("dialogues", customer, conversation);
        CaseFile file = list().show(item, Long.MAX_VALUE);
        assertThat(file.addresses()).containsExactly(address);
        assertThat(file.customer().language()).isEqualTo("da");
        assertThat(file.customer().inReview()).isTrue();
        assertThat(file.conversation()).returns("renew", Conversation::route).returns(Conversation.State.HANDED, Conversation::state);
        assertThat(file.steps()).extracting(step -> step.kind() + " " + step.result()).containsExactly(
                "call subscriptions.find {\"pin\":\"****\",\"plan\":\"Gold\"}", "ask ****", "call subscriptions.renew null");
        assertThat(file.history()).extracting(entry -> entry.kind() + " " + entry.state() + " " + entry.text()).contains(
                "in ANSWERED da", "out SENT echo da", "in ANSWERED maybe this is a question", "consent POSSIBLE_OPT_OUT maybe this is a question",
                "work opened not understood", "work closed was paid");
        assertThat(file.history()).extracting(HistoryEntry::id).isSorted();
        assertThat(file.earlier()).isZero();
        assertThat(file.toString()).doesNotContain("abc", "def");
    }

    @Test
    void aLongHistoryComesInPages() {
        long customer = office.customer(address, "hello");
        long item = office.item("pages", customer);
        for (int i = 0; i < 250; i++) {
            office.execute("insert into consent values (" + office.hub.newId() + ", " + customer + ", 'OPT_IN', '*', 'sms', 'n" + i + "', 'test', 0, now())");
        }
        CaseFile latest = list().show(item, Long.MAX_VALUE);
        assertThat(latest.history()).hasSize(CaseFiles.PAGE);
        assertThat(latest.history().getLast().text()).isEqualTo("n249");
        assertThat(latest.earlier()).isEqualTo(latest.history().getFirst().id());
        CaseFile first = list().show(item, latest.earlier());
        assertThat(first.history()).hasSize(53);
        assertThat(first.history().getFirst().text()).isEqualTo("hello");
        assertThat(first.earlier()).isZero();
    }
}
