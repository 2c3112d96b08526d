package io.keyline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import io.keyline.store.GoneSql;
import io.keyline.store.GoneSql.Counted;
import io.keyline.store.GoneSql.Refusal;
import io.keyline.store.GoneSql.Rule;
import io.keyline.store.Outbound;
import io.keyline.store.StorySql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An address that nobody has any more")
class GoneAddressTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);
    private static final Duration WORTH = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static Desk desk;
    private final String customer = "+452066" + NUMBERS.incrementAndGet();

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk(); // where three refusals in a row are enough, and a hundred a day are none of the customers'
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private void writes() {
        long before = answered();
        desk.text(customer, "hello");
        await().pollInterval(LOOK).until(() -> answered() > before);
    }

    private long answered() {
        return desk.number("select count(*) from message where customer_address = '" + customer + "' and category = 'reply' and state in ('SENT', 'DEAD')");
    }

    private static String state(long message) {
        return desk.text("select state from message where id = " + message);
    }

    private long told(String category) {
        long message = desk.notice(customer, category, WORTH);
        await().pollInterval(LOOK).until(() -> state(message).matches("SENT|DEAD"));
        return message;
    }

    private boolean isGone() {
        return gone().isPresent();
    }

    private Optional<GoneSql.Gone> gone() {
        return desk.jdbi().withHandle(handle -> GoneSql.find(handle, customer));
    }

    /** The provider says so three times. */
    private void goes() {
        writes();
        desk.refusing.put(customer, Desk.nobodyThere());
        for (int i = 0; i < 3; i++) {
            assertThat(isGone()).as("after %d refusals", i).isFalse();
            told(Outbound.DIALOGUE);
        }
        assertThat(isGone()).isTrue();
    }

    @Test
    void isMarkedAndNothingGoesThereThatTheCompanySaysFirst() {
        goes();
        desk.refusing.remove(customer);
        long letters = desk.number("select count(*) from dead_letter");
        for (String category : List.of(Outbound.DIALOGUE, Outbound.CAMPAIGN, "notice")) {
            long message = told(category);
            assertThat(state(message)).as(category).isEqualTo("DEAD");
            assertThat(desk.text("select reason from message where id = " + message)).isEqualTo("the address is gone: its provider knows it no more");
        }
        assertThat(desk.number("select count(*) from dead_letter")).as("nobody has to look at each").isEqualTo(letters);
        List<StorySql.Note> notes = desk.jdbi().withHandle(handle -> StorySql.gone(handle, customer));
        assertThat(notes).singleElement().satisfies(note -> assertThat(note.words())
                .matches("the address is gone: refused 3 times since \\d{4}-\\d\\d-\\d\\d, the last time with 0x0B"));
        assertThat(state(told(Outbound.ALARM))).as("an alarm is tried all the same").isEqualTo("SENT");
        assertThat(state(told(Outbound.CODE))).isEqualTo("SENT");
    }

    @Test
    void isGoneNoMoreWhenTheCustomerWritesFromIt() {
        goes();
        writes();
        assertThat(isGone()).isFalse();
        assertThat(state(told(Outbound.DIALOGUE))).as("refused still").isEqualTo("DEAD");
        assertThat(isGone()).as("counted from one again").isFalse();
        desk.refusing.remove(customer);
        assertThat(state(told(Outbound.DIALOGUE))).isEqualTo("SENT");
    }

    @Test
    void isGoneNoMoreWhenSomethingIsDeliveredThere() {
        goes();
        desk.refusing.remove(customer);
        long code = told(Outbound.CODE);
        assertThat(isGone()).as("accepted is not delivered").isTrue();
        desk.hub.intake().accept(new Arrival.Receipt("sms", "sms", desk.text("select provider_id from part where message_id = " + code), customer,
                ReceiptState.DELIVERED, null, "stat:DELIVRD")).join();
        assertThat(isGone()).isFalse();
        assertThat(state(told(Outbound.DIALOGUE))).isEqualTo("SENT");
    }

    @Test
    void isGoneNoMoreWhenAnOperatorSaysSo() {
        goes();
        desk.refusing.remove(customer);
        desk.jdbi().useHandle(handle -> GoneSql.lift(handle, customer));
        assertThat(state(told(Outbound.DIALOGUE))).isEqualTo("SENT");
    }

    @Test
    void isNotWhatWasAcceptedInBetweenOrRefusedForAnotherReason() {
        writes();
        for (int i = 0; i < 2; i++) {
            desk.refusing.put(customer, Desk.nobodyThere());
            told(Outbound.DIALOGUE);
            told(Outbound.DIALOGUE);
            desk.refusing.remove(customer);
            told(Outbound.DIALOGUE);
        }
        desk.refusing.put(customer, Desk.unknownSubscriber()); // refused, and the provider does not say that it is for the address
        for (int i = 0; i < 3; i++) {
            told(Outbound.DIALOGUE);
        }
        assertThat(isGone()).isFalse();
    }

    @Test
    void hasItsLettersWhichAreReplayedWhenItIsBack() {
        goes();
        long letter = desk.letter(customer).id();
        desk.refusing.remove(customer);
        desk.replay(letter);
        assertThat(desk.awaitAction(letter, "refused")).isEqualTo("the address is gone; addresses lift brings it back");
        desk.awaitState(letter, "OPEN");
        desk.jdbi().useHandle(handle -> GoneSql.lift(handle, customer));
        desk.replay(letter);
        desk.awaitState(letter, "REPLAYED");
        assertThat(state(letter)).isEqualTo("SENT");
    }

    @Test
    void whatIsBackInTheQueueWhenItGoesIsDroppedWithItsReason() {
        writes();
        desk.refusing.put(customer, Desk.nobodyThere());
        long message = told(Outbound.DIALOGUE);
        desk.execute("update dead_letter set state = 'REPLAYING', handed_at = now() where id = " + message); // the address goes between replay and claim
        desk.awaitState(message, "DROPPED");
        assertThat(desk.awaitAction(message, "dropped")).startsWith("DEAD: refused by the provider");
    }

    private long inbound() {
        writes();
        desk.refusing.put(customer, Desk.unknownSubscriber());
        return told(Outbound.DIALOGUE);
    }

    private List<String> refused(Rule rule, long... messages) {
        List<Refusal> refusals = LongStream.of(messages).mapToObj(message -> new Refusal(message, "0x0B")).toList();
        return desk.jdbi().inTransaction(handle -> GoneSql.refused(handle, refusals, rule)).stream().map(Counted::outcome).toList();
    }

    @Test
    void isOnlyGoneWhenItWasRefusedLongEnough() {
        Rule rule = new Rule(2, Duration.ofDays(2), 1_000_000);
        long first = inbound();
        assertThat(refused(rule, first)).containsExactly("counted");
        assertThat(refused(rule, first)).as("the same message again").isEmpty();
        assertThat(refused(rule, told(Outbound.DIALOGUE))).as("twice on one day").containsExactly("counted");
        desk.execute("update refused_address set first_at = first_at - interval '49 hours' where address = '" + customer + "'");
        assertThat(refused(rule, told(Outbound.DIALOGUE))).containsExactly("gone");
        assertThat(gone().orElseThrow().times()).isEqualTo(3);
    }

    @Test
    void isNotMarkedByAProviderThatKnowsNobody() {
        Rule strict = new Rule(1, Duration.ZERO, (int) desk.number("select count(*) from refused_address where channel = 'sms'"));
        long message = inbound();
        assertThat(refused(strict, message)).containsExactly("blamed");
        assertThat(isGone()).isFalse();
        assertThat(desk.number("select times from refused_address where address = '" + customer + "'")).as("and is no evidence later").isZero();
        assertThat(refused(new Rule(0, Duration.ZERO, 100), told(Outbound.DIALOGUE))).as("turned off").isEmpty();
    }

    @Test
    void isToldByABounceToo() {
        writes();
        long sent = told(Outbound.DIALOGUE);
        String provider = desk.text("select provider_id from part where message_id = " + sent);
        desk.hub.intake().accept(new Arrival.Receipt("sms", "sms", provider, null, ReceiptState.UNDELIVERABLE, "5.1.1", null, true)).join();
        assertThat(desk.text("select code || times from refused_address where address = '" + customer + "'")).isEqualTo("5.1.11");
    }
}
