package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import io.keyline.keeping.Erasure;
import io.keyline.messages.Shown;
import io.keyline.store.ErasureSql;
import io.keyline.store.Outbound;
import io.keyline.store.StatusSql;
import io.keyline.store.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A customer is erased")
class ErasureTest {

    private static final Map<String, Object> BALANCE = Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22");
    private static final String WORD = "zanzibar";
    /** Tables in which nothing can be traced to a customer. */
    private static final List<String> OF_NOBODY = List.of("hub", "flyway_schema_history", "retention", "erasure", "erased_address", "deployment",
            "event_capture", "dead_letter_replay", "delay", "audit", "bucket");

    private static Company company;
    private static Erasure erasure;
    private static int customers;
    private static long fingerprints = 500_000;
    private final int number = ++customers;
    private final String phone = "+4531%06d".formatted(123_000 + number);
    private final String mail = "bente%d@example.com".formatted(number);

    @BeforeAll
    static void open() throws Exception {
        company = new Company();
        erasure = new Erasure(company.hub(), company.jdbi(), Duration.ofSeconds(20));
    }

    @AfterAll
    static void close() throws Exception {
        company.close();
    }

    private void mails(String text) {
        company.receives(new Arrival.Text("email", "mail", Arrival.Text.NAMED, mail, "hub@example.com", text, true, ++fingerprints, Trust.IDENTIFIED,
                "<1@" + mail + ">"));
    }

    /** Uses all there is, and leaves something in each table. */
    private void usesEverything() throws Exception {
        company.answers(phone, "link " + mail);
        company.answers(mail);
        company.answers(phone, Company.CODE);
        await().atMost(Duration.ofSeconds(5)).until(() -> company.customer(phone) == company.customer(mail));
        company.answers(phone, "start");
        company.receives(phone, "renew");
        company.asks().ok(Map.of("plan", "Gold " + WORD, "ends", "2027-01-31"));
        company.answers(phone);
        mails("agent " + WORD);
        company.answers(mail);
        company.comesToRest();
        company.receives(new Arrival.Part("sms", "sms", 1, phone, Company.NUMBER, 7, 2, 1, WORD, true, ++fingerprints));
        company.receives(new Arrival.Receipt("sms", "sms", "nobodys-" + number, phone, ReceiptState.DELIVERED, "000", "stat:DELIVRD"));
        company.receives(new Arrival.Unreadable("sms", "sms", ("\1" + phone.substring(1) + "\0" + WORD).getBytes(StandardCharsets.US_ASCII), "no PDU"));
        company.hub().outbox().submit(List.of(new Outbound(company.hub().newId(), company.customer(phone), "sms", phone, Company.NUMBER, "later " + WORD,
                "QUEUED", Instant.now(), 0, 0, "notice", 0, Instant.now().plus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(2)))));
        company.tamper(phone, "update part set receipt = :customer where message_id in (select id from message where customer_address = :customer)");
        company.tamper(phone, "insert into work_event (id, item_id, at, who, action, note) select 1 + max(w.id), max(w.id), now(), 'bo', 'noted', "
                + "'called ' || :customer from work_item w join address a using (customer_id) where a.value = :customer");
        company.tamper(phone, "insert into sendsms (message_id, account, mask, url, escapes) select max(id), 'shop', 1, 'http://x/?p=' || :customer, '{}' "
                + "from message where customer_address = :customer");
        company.tamper(phone, "insert into publication (destination, key, body) select 'jms:queue:events', customer_id, value from address "
                + "where value = :customer");
        company.tamper(phone, "insert into dead_letter (id, kind, state, reason, attempts, customer_id, first_at, last_at) select customer_id, 'MESSAGE', "
                + "'OPEN', 'failed at ' || value, 1, customer_id, now(), now() from address where value = :customer");
        company.tamper(phone, "insert into dead_letter_event (letter_id, who, action, note) select customer_id, 'bo', 'edited', value from address "
                + "where value = :customer");
        company.tamper(phone, "insert into refused_address (address, channel, times, code, first_at, last_at, last_message) values (:customer, 'sms', 1, "
                + "'0x0B', now(), now(), 1)");
        company.tamper(phone, "insert into portal_session (token_hash, address, started_at, seen_at) values ('\\x01', :customer, now(), now())");
        company.tamper(phone, "insert into live_session (channel, provider_id, customer_address, company_address, step, shown, started_at, seen_at) "
                + "values ('ussd', :customer, :customer, '*123#', '1', '{}', now(), now())");
    }

    private List<String> wherever(String words) {
        List<String> found = company.wherever(words);
        found.addAll(company.wherever(HexFormat.of().formatHex(words.getBytes(StandardCharsets.US_ASCII))));
        return found;
    }

    private Erasure.Report erase(String address) throws Exception {
        return erasure.erase(address, "bo", "request 17");
    }

    @Test
    void ofWhoUsedEverythingNothingIsLeftInAnyTable() throws Exception {
        usesEverything();
        assertThat(wherever(phone)).isNotEmpty();
        assertThat(wherever(WORD)).isNotEmpty();
        Erasure.Report preview = erasure.preview(mail);
        assertThat(preview.erased()).as("the test leaves something in each table").allSatisfy((table, rows) -> assertThat(rows).as(table).isPositive());
        assertThat(preview.number()).isZero();

        Erasure.Report done = erase(mail);

        assertThat(done.erased()).isEqualTo(preview.erased());
        assertThat(done.ended()).containsEntry("queuedMessages", 1L).containsEntry("conversations", 1L);
        assertThat(done.kept().get("messages")).isPositive();
        for (String gone : List.of(phone, phone.substring(3), mail, WORD)) {
            assertThat(wherever(gone)).as(gone).isEmpty();
        }
        assertThat(company.number("select count(*) from erasure where who = 'bo' and why = 'request 17' and id = " + done.number())).isOne();
    }

    @Test
    void whatWasQueuedIsCancelledAndNothingWaitsAnyMore() throws Exception {
        company.receives(phone, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        company.answers(phone);
        company.comesToRest();
        long customer = company.customer(phone);
        company.hub().outbox().submit(List.of(new Outbound(company.hub().newId(), customer, "sms", phone, Company.NUMBER, "later", "QUEUED",
                Instant.now(), 0, 0, "notice", 0, Instant.now().plus(Duration.ofHours(1)), null)));

        erase(phone);

        assertThat(company.number("select count(*) from message where customer_id = " + customer + " and (due_at is not null or state in "
                + "('RECEIVED', 'QUEUED', 'SENDING'))")).isZero();
        assertThat(company.number("select count(*) from conversation where customer_id = " + customer)).isZero();
        assertThat(company.answers(phone, "yes")).as("nobody remembers the question").startsWith("Sorry, we did not understand");
        assertThat(company.customer(phone)).as("somebody new").isNotEqualTo(customer);
    }

    @Test
    void twiceIsNothing() throws Exception {
        company.answers(phone, "help");
        company.comesToRest();
        assertThat(erase(phone).isEmpty()).isFalse();
        assertThat(erase(phone).isEmpty()).isTrue();
    }

    @Test
    void whatStandsForTheAddressIsShownAsItIs() throws Exception {
        company.answers(phone, "help");
        company.comesToRest();
        company.tamper(phone, "update message set state = 'DEAD', reason = 'no ' || id where customer_address = :customer and not inbound");
        erase(phone);
        assertThat(company.jdbi().withHandle(StatusSql::troubled)).anyMatch(line -> line.contains("DEAD       +453 erased  "));
        assertThat(new Shown(false).address("+453 erased")).isEqualTo("+453 erased");
    }

    @Test
    void stopStaysStop() throws Exception {
        company.answers(phone, "stop");
        company.comesToRest();
        Erasure.Report report = erase(phone);

        assertThat(report.kept()).containsEntry("consentEvidence", 1L);
        assertThat(company.answers(phone, "help")).as("a reply is no news").startsWith("Acme:");
        assertThat(company.isOptedOut(phone)).isTrue();
        company.send("dialogue:renewal", Map.of("address", phone, "data", Map.of()));
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        company.conversation(phone, "STOPPED");
        assertThat(company.text("select evidence::text from erased_address where opted_out order by at desc limit 1"))
                .contains("OPT_OUT").doesNotContain(phone);
    }

    @Test
    void whoComesBackAndWantsToHearIsHeardAndCanGoAgain() throws Exception {
        company.answers(phone, "stop");
        company.comesToRest();
        erase(phone);
        company.answers(phone, "start");
        company.comesToRest();
        assertThat(company.isOptedOut(phone)).isFalse();
        erase(phone);
        company.answers(phone, "help");
        assertThat(company.isOptedOut(phone)).isFalse();
    }

    @Test
    void aTurnUnderWayEndsFirst() throws Exception {
        company.receives(phone, "bal");
        Company.Call call = company.asks();
        CompletableFuture<Erasure.Report> erased = CompletableFuture.supplyAsync(() -> {
            try {
                return erase(phone);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> company.hub().turnsInHand() == 2);
        assertThat(erased).isNotDone();
        call.ok(BALANCE);
        assertThat(company.answers(phone)).contains("€5.00");
        assertThat(erased).succeedsWithin(Duration.ofSeconds(10));
        assertThat(wherever(phone)).isEmpty();
    }

    @Test
    void othersAreLeftAlone() throws Exception {
        String other = "+4532%06d".formatted(number);
        company.answers(other, "help");
        company.comesToRest();
        List<String> before = company.saidInOrder(other);
        company.answers(phone, "help");
        company.comesToRest();
        erase(phone);
        assertThat(company.saidInOrder(other)).isEqualTo(before);
    }

    @Test
    void whatCrossedWithItGoesWithTheHourlyRound() throws Exception {
        company.answers(phone, "help");
        company.comesToRest();
        long customer = company.customer(phone);
        erase(phone);
        long late = company.hub().newId();
        company.execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at) values (" + late + ", "
                + customer + ", true, 'sms', '" + phone + "', '1234', 'late', 'ANSWERED', now())");

        new io.keyline.keeping.Retention(company.database(), io.keyline.hub.Counts.none(), new io.keyline.keeping.Retention.Periods(Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), erasure).run(Instant.now());

        assertThat(wherever(phone)).isEmpty();
    }

    @Test
    void allThatIsKeptCanBeRead() throws Exception {
        company.answers(phone, "help");
        mails("agent " + WORD);
        company.comesToRest();
        Map<String, List<String>> rows = erasure.export(mail);
        assertThat(rows.get("message")).anySatisfy(row -> assertThat(row).contains("agent " + WORD).contains(mail));
        assertThat(rows.get("address")).singleElement().asString().contains(mail);
        assertThat(rows.get("work_item")).isNotEmpty();
        assertThat(rows.toString()).doesNotContain(phone).doesNotContain("fingerprint");
    }

    /** A table that is forgotten here is forgotten when a customer is erased. */
    @Test
    void everyTableIsErasedOrKnowsNobody() {
        TreeSet<String> tables = new TreeSet<>(company.texts("select table_name from information_schema.tables where table_schema = 'public' "
                + "and table_type = 'BASE TABLE' and table_name !~ '_[0-9]{4}_[0-9]{2}$'"));
        tables.removeAll(ErasureSql.tables());
        assertThat(tables).as("say in ErasureSql.HELD what becomes of it, or here that it knows nobody").containsExactlyInAnyOrderElementsOf(OF_NOBODY);
    }
}
