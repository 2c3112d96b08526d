package io.keyline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.hub.Lifetimes;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.SendException;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.Death;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Dead letters")
class DeadLettersTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(4560_000);
    private static Desk desk;

    private final String customer = "+" + NUMBERS.incrementAndGet() + "001";

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    /** What the hub wants to say to the customer is refused by the provider. */
    private DeadLetter refused() {
        desk.refusing.put(customer, Desk.unknownSubscriber());
        desk.text(customer, "hello");
        return desk.letter(customer);
    }

    private void isReachable() {
        desk.refusing.remove(customer);
    }

    private List<String> sent() {
        return desk.sent.stream().filter(one -> one.startsWith(customer)).map(one -> one.substring(customer.length() + 1)).toList();
    }

    private String state(long message) {
        return desk.text("select state from message where id = " + message);
    }

    private void broken(String words, Runnable meanwhile) {
        desk.broken.add(words);
        try {
            meanwhile.run();
        } finally {
            desk.broken.remove(words);
        }
    }

    private static List<String> actions(DeadLetters.Shown shown) {
        return shown.history().stream().map(event -> event.who() + " " + event.action()).toList();
    }

    @Test
    void aMessageThatAProviderRefusesDiesAndGoesAgainUnderItsId() {
        DeadLetter letter = refused();
        assertThat(letter.kind()).isEqualTo(Death.Kind.OUTGOING);
        assertThat(letter.reason()).isEqualTo("DEAD: refused by the provider: 0x0000000B");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(desk.letters.show(letter.id()).orElseThrow().content()).isEqualTo("echo hello");
        isReachable();
        desk.replay(letter.id());
        assertThat(actions(desk.awaitState(letter.id(), "REPLAYED"))).containsExactly("keyline died", "anna replay", "anna handed", "keyline replayed");
        assertThat(state(letter.id())).isEqualTo("SENT");
        assertThat(sent()).containsExactly("echo hello");
    }

    @Test
    void whatIsReplayedTwiceGoesOnce() {
        DeadLetter letter = refused();
        isReachable();
        desk.replay(letter.id());
        assertThat(desk.letters.replay(List.of(letter.id()), "bo", null, 100, false)).isEmpty();
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(desk.letters.replay(List.of(letter.id()), "bo", null, 100, false)).isEmpty();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void whatDiesAgainIsOpenAgainAndTheSameLetter() {
        DeadLetter letter = refused();
        desk.replay(letter.id());
        await().until(() -> desk.letters.show(letter.id()).orElseThrow().letter().attempts() == 2);
        DeadLetters.Shown shown = desk.awaitState(letter.id(), "OPEN");
        assertThat(actions(shown)).endsWith("anna handed", "keyline died");
        assertThat(desk.number("select count(*) from message where not inbound and customer_address = '" + customer + "'")).isEqualTo(1);
    }

    @Test
    void afterStopNothingGoes() {
        DeadLetter letter = refused();
        isReachable();
        desk.text(customer, "STOP");
        await().until(() -> sent().contains("echo STOP"));
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "DROPPED");
        assertThat(desk.awaitAction(letter.id(), "suppressed")).isEqualTo("the customer said STOP");
        assertThat(sent()).containsExactly("echo STOP");
        assertThat(state(letter.id())).isEqualTo("DEAD");
    }

    @Test
    void theAnswerToStopItselfGoes() {
        desk.refusing.put(customer, Desk.unknownSubscriber());
        desk.text(customer, "STOP");
        DeadLetter letter = desk.letter(customer);
        isReachable();
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(sent()).containsExactly("echo STOP");
    }

    @Test
    void whatIsTooOldGoesOnlyIfTheOperatorSaysSo() {
        DeadLetter letter = refused();
        desk.execute("update message set expires_at = now() - interval '1 minute' where id = " + letter.id());
        isReachable();
        desk.replay(letter.id());
        assertThat(desk.awaitAction(letter.id(), "refused")).contains("worth nothing after").contains("--even-if-old");
        desk.awaitState(letter.id(), "OPEN");
        desk.replay(letter.id(), true);
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(sent()).hasSize(1);
        assertThat(desk.number("select count(*) from message where expires_at > now() and id = " + letter.id())).isEqualTo(1);
    }

    @Test
    void aCodeThatHasExpiredNeverGoes() {
        desk.text(customer, "hello");
        await().until(() -> sent().size() == 1);
        desk.refusing.put(customer, Desk.unknownSubscriber());
        long code = desk.notice(customer, "code", Duration.ofHours(1));
        DeadLetter letter = desk.letter(customer);
        assertThat(letter.id()).isEqualTo(code);
        assertThat(desk.letters.show(code).orElseThrow().content()).isNull();
        assertThatThrownBy(() -> desk.letters.edit(letter, new Edit("123456", null), "anna")).isInstanceOf(RefusedEditException.class);
        isReachable();
        desk.execute("update message set expires_at = now() - interval '1 minute' where id = " + code);
        desk.replay(code, true);
        assertThat(desk.awaitAction(code, "refused")).isEqualTo("the code has expired");
        assertThat(sent()).containsExactly("echo hello");
    }

    @Test
    void whatWasNotSentInTimeIsALetterToo() {
        desk.text(customer, "hello");
        await().until(() -> sent().size() == 1);
        long late = desk.notice(customer, "notice", Duration.ofSeconds(-1));
        assertThat(desk.letter(customer).reason()).isEqualTo("EXPIRED: not sent in time");
        desk.replay(late, true);
        desk.awaitState(late, "REPLAYED");
        assertThat(sent()).containsExactly("echo hello", "a notice");
    }

    @Test
    void whatAReceiptSaysWasNotDeliveredGoesFromItsFirstPart() {
        desk.text(customer, "hello");
        await().until(() -> sent().size() == 1);
        String provider = await().until(() -> desk.jdbi().withHandle(handle -> handle.createQuery("select provider_id from part p join message m "
                + "on m.id = p.message_id where m.state = 'SENT' and m.customer_address = '" + customer + "'").mapTo(String.class).findOne().orElse(null)),
                id -> id != null);
        desk.hub.intake().accept(new Arrival.Receipt("sms", "sms", provider, customer, ReceiptState.UNDELIVERABLE, "011", "receipt")).join();
        DeadLetter letter = desk.letter(customer);
        assertThat(letter.reason()).isEqualTo("FAILED: 0 of 1 parts delivered, UNDELIVERABLE 011");
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(sent()).containsExactly("echo hello", "echo hello");
        assertThat(desk.text("select provider_id from part where message_id = " + letter.id())).isNotEqualTo(provider);
    }

    @Test
    void aTextThatWasEditedGoesAndTheEditIsRecorded() throws Exception {
        DeadLetter letter = refused();
        assertThatThrownBy(() -> desk.letters.edit(letter, new Edit(null, "{}"), "anna")).isInstanceOf(RefusedEditException.class);
        assertThat(desk.letters.edit(letter, new Edit("shorter", null), "anna")).isTrue();
        assertThat(desk.text("select payload from dead_letter where id = " + letter.id())).startsWith("sealed:");
        isReachable();
        desk.replay(letter.id());
        assertThat(actions(desk.awaitState(letter.id(), "REPLAYED"))).contains("anna edited");
        assertThat(sent()).containsExactly("shorter");
        assertThat(desk.letters.edit(letter, new Edit("too late", null), "anna")).isFalse();
    }

    @Test
    void aMessageWhoseTurnFailedIsAnsweredAndNobodyNeedsToSettleIt() {
        broken("fix me", () -> {
            desk.text(customer, "fix me");
            DeadLetter letter = desk.letter(customer);
            assertThat(letter.kind()).isEqualTo(Death.Kind.MESSAGE);
            assertThat(letter.reason()).isEqualTo("the route is broken");
        });
        DeadLetter letter = desk.letter(customer);
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        await().untilAsserted(() -> assertThat(sent()).containsExactly("sorry", "echo fix me"));
        assertThat(state(letter.id())).isEqualTo("ANSWERED");
        assertThat(desk.number("select count(*) from work_item where state <> 'CLOSED' and message_id = " + letter.id())).isZero();
    }

    @Test
    void whatAnEmployeeHasTakenIsTheirs() {
        broken("mine", () -> {
            desk.text(customer, "mine");
            desk.letter(customer);
        });
        DeadLetter letter = desk.letter(customer);
        desk.execute("update work_item set state = 'CLAIMED', claimed_by = 'bo' where message_id = " + letter.id());
        desk.replay(letter.id());
        assertThat(desk.awaitAction(letter.id(), "refused")).isEqualTo("bo has it on the work list");
    }

    @Test
    void aCallIsAskedAgainWithTheSameKey() {
        broken("PAY", () -> {
            desk.text(customer, "PAY");
            assertThat(desk.letter(customer).kind()).isEqualTo(Death.Kind.CALL);
        });
        DeadLetter letter = desk.letter(customer);
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        await().untilAsserted(() -> assertThat(sent()).containsExactly("sorry", "paid"));
        String key = Long.toString(letter.id(), 36) + "-1";
        assertThat(desk.asked.stream().filter(key::equals)).hasSize(2);
    }

    @Test
    void aConversationGoesOnAtTheCallThatFailed() {
        broken("PAY", () -> {
            desk.failedConversation(customer, null);
            assertThat(desk.letter(customer).kind()).isEqualTo(Death.Kind.CALL);
        });
        DeadLetter letter = desk.letter(customer);
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        await().untilAsserted(() -> assertThat(sent()).endsWith("paid"));
        assertThat(desk.text("select state from conversation where id = " + letter.id())).isEqualTo("ENDED");
    }

    @Test
    void inputThatCouldNotBeReadBecomesTheMessageThatAnOperatorReadsInIt() throws Exception {
        desk.hub.intake().accept(new Arrival.Unreadable("sms", "main", "BAL?".getBytes(StandardCharsets.UTF_8), "no charset")).join();
        long id = desk.number("select max(id) from quarantine");
        DeadLetters.Shown shown = desk.letters.show(id).orElseThrow();
        assertThat(shown.letter().reason()).isEqualTo("sms main: no charset");
        assertThat(shown.content()).isEqualTo("BAL?");
        desk.replay(id);
        assertThat(desk.awaitAction(id, "refused")).contains("edit it first");
        desk.awaitState(id, "OPEN");
        assertThatThrownBy(() -> desk.letters.edit(shown.letter(), new Edit(null, "{\"from\": \"me\"}"), "anna"))
                .hasMessage("the data are not an object with the texts from, to and text");
        desk.letters.edit(shown.letter(), new Edit(null, "{\"from\": \"" + customer + "\", \"to\": \"1234\", \"text\": \"BAL\"}"), "anna");
        desk.replay(id);
        desk.awaitState(id, "REPLAYED");
        await().untilAsserted(() -> assertThat(sent()).containsExactly("echo BAL"));
    }

    @Test
    void inputThatComesToIntakeTwiceBecauseTheHubDiedInBetweenIsOneMessage() throws Exception {
        desk.hub.intake().accept(new Arrival.Unreadable("sms", "main", new byte[] {1, 2}, "no charset")).join();
        long id = desk.number("select max(id) from quarantine");
        desk.letters.edit(desk.letters.show(id).orElseThrow().letter(),
                new Edit(null, "{\"from\": \"" + customer + "\", \"to\": \"1234\", \"text\": \"BAL\"}"), "anna");
        desk.replay(id);
        desk.awaitState(id, "REPLAYED");
        desk.execute("update dead_letter set state = 'REPLAYING', handed_at = null where id = " + id);
        desk.awaitState(id, "REPLAYED");
        await().until(() -> desk.number("select count(*) from message where inbound and reason = 'duplicate' and customer_address = '" + customer + "'") == 1);
        assertThat(sent()).containsExactly("echo BAL");
    }

    @Test
    void aReplayGoesAsFastAsTheOperatorSaysTheOldestFirst() {
        List<String> customers = Stream.of("1", "2", "3").map(digit -> customer + digit).toList();
        List<Long> ids = customers.stream().map(address -> {
            desk.refusing.put(address, Desk.unknownSubscriber());
            desk.text(address, "hello");
            return desk.letter(address).id();
        }).toList();
        customers.forEach(desk.refusing::remove);
        desk.letters.replay(ids.reversed(), "anna", "the provider is back", 0.1, false);
        desk.awaitState(ids.getFirst(), "REPLAYED");
        assertThat(desk.letters.list(null, "REPLAYING", null, 0, 10)).extracting(DeadLetter::id).containsAll(ids.subList(1, 3));
        desk.execute("update dead_letter_replay set rate = 100");
        ids.forEach(id -> desk.awaitState(id, "REPLAYED"));
        assertThat(desk.sent.stream().filter(one -> one.startsWith(customer))).containsExactlyElementsOf(customers.stream().map(one -> one + " echo hello").toList());
    }

    @Test
    void whatIsDroppedIsNotReplayed() {
        DeadLetter letter = refused();
        assertThat(desk.letters.drop(List.of(letter.id()), "anna", "a wrong number")).containsExactly(letter.id());
        isReachable();
        assertThat(desk.letters.replay(List.of(letter.id()), "anna", null, 100, true)).isEmpty();
        assertThat(desk.awaitAction(letter.id(), "dropped")).isEqualTo("a wrong number");
    }

    @Test
    void eachDeathIsToldOnceWithoutAWordOfTheCustomers() {
        DeadLetter letter = refused();
        String id = Long.toString(letter.id(), 36);
        String told = await().until(() -> desk.jdbi().withHandle(handle -> handle.createQuery("select destination || ' ' || headers || ' ' || body "
                + "from publication where key = '" + id + "'").mapTo(String.class).list()), list -> list.size() == 1).getFirst();
        assertThat(told).startsWith("jms:queue:dead.outgoing ").contains("\"reason\": \"DEAD\"", "\"attempts\": \"1\"", "0x0000000B").doesNotContain("hello", customer);
    }

    @Test
    void theWaitingAreCountedByKind() {
        refused();
        assertThat(desk.jdbi().withHandle(DeadLetterSql::waiting)).anySatisfy(waiting -> {
            assertThat(waiting.kind()).isEqualTo(Death.Kind.OUTGOING);
            assertThat(waiting.number()).isPositive();
        });
    }

    @Test
    void inQuietHoursOnlyAnswersGo() throws Exception {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        try (Desk night = new Desk(new QuietHours(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC), Lifetimes.USUAL)) {
            night.text(customer, "hello");
            await().until(() -> night.sent.size() == 1);
            night.refusing.put(customer, Desk.unknownSubscriber());
            long notice = night.notice(customer, "notice", Duration.ofDays(1));
            night.letter(customer);
            night.text(customer, "are you there");
            await().until(() -> night.number("select count(*) from dead_letter") == 2);
            night.refusing.remove(customer);
            long answer = night.number("select id from dead_letter where id <> " + notice);
            night.replay(notice);
            night.replay(answer);
            night.awaitState(answer, "REPLAYED");
            assertThat(night.awaitAction(notice, "postponed")).startsWith("quiet hours until ");
            assertThat(night.sent).doesNotContain(customer + " a notice");
            night.execute("update dead_letter set due_at = null where id = " + notice); // as if morning had come, but it has not
            await().until(() -> night.letters.show(notice).orElseThrow().history().stream().filter(event -> event.action().equals("postponed")).count() == 2);
            assertThat(night.sent).doesNotContain(customer + " a notice");
        }
    }

    @Test
    void whatWaitsLongForItsNextTryWaitsInTheDatabase() {
        // after so many tries fourteen of fifteen pauses are longer than a minute; of so many customers one has such a one
        List<String> customers = Stream.of("1", "2", "3", "4", "5", "6").map(digit -> customer + digit).toList();
        for (String address : customers) {
            desk.text(address, "hello");
            await().until(() -> desk.sent.contains(address + " echo hello"));
            desk.refusing.put(address, new SendException(SendException.Outcome.RETRY_LATER, "0x00000014", "queue full", null));
            desk.notice(address, "notice", Duration.ofDays(1), 20);
        }
        String waiting = await().until(() -> desk.jdbi().withHandle(handle -> handle.createQuery("select customer_address from message "
                + "where state = 'QUEUED' and due_at > now() and attempts = 21 and customer_address like '" + customer + "%' limit 1")
                .mapTo(String.class).findOne().orElse(null)), address -> address != null);
        desk.refusing.remove(waiting);
        desk.execute("update message set due_at = now() where due_at is not null and customer_address = '" + waiting + "'");
        await().until(() -> desk.sent.contains(waiting + " a notice"));
    }
}
