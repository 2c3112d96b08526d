package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.store.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Addresses of several channels are one customer")
class OneCustomerTest {

    private static final String PHONE = "+4520123501";
    private static final String MAIL = "anna@example.com";
    private static final Map<String, Object> BALANCE = Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22");

    private Company company;
    private long mails = 10_000;

    @BeforeEach
    void open() throws Exception {
        company = new Company();
    }

    @AfterEach
    void close() throws Exception {
        company.close();
    }

    private void mails(String from, String text) {
        company.receives(new Arrival.Text("email", "mail", Arrival.Text.NAMED, from, "hub@example.com", text, true, ++mails, Trust.IDENTIFIED,
                null));
    }

    private void linked() {
        company.known(PHONE);
        company.known(MAIL);
        company.links().want(null, company.customer(PHONE), MAIL, "bo", "the same person");
        awaitLinked();
    }

    private void awaitLinked() {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(company.customer(MAIL)).isEqualTo(company.customer(PHONE)));
    }

    @Test
    void whoEntersTheCodeThatWasSentToAnAddressHasIt() throws Exception {
        assertThat(company.answers(PHONE, "link Anna@Example.com")).isEqualTo("We have sent a code to anna@example.com. Please enter its six digits here.");
        assertThat(company.answers(MAIL)).isEqualTo("123456 is your code for Acme. Enter it within 10 minutes. Tell it to nobody.");
        assertThat(company.answers(PHONE, "111111")).startsWith("That is not the code.");
        assertThat(company.customer(MAIL)).isNotEqualTo(company.customer(PHONE));
        assertThat(company.answers(PHONE, Company.CODE)).startsWith("Thank you.");
        awaitLinked();
        assertThat(company.wherever(Company.CODE)).isEmpty();
    }

    @Test
    void theBackOfficeKnowsAnotherAddress() throws Exception {
        company.receives(PHONE, "bal");
        company.asks().ok(Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22",
                "addresses", List.of(MAIL, "no address")));
        assertThat(company.answers(PHONE)).contains("€5.00");
        awaitLinked();
    }

    @Test
    void anEmployeeWhoHasUndoneItIsNotOverruledByTheBackOffice() throws Exception {
        linked();
        assertThat(company.links().undo(company.customer(PHONE), MAIL, "bo", "another Anna")).isTrue();
        theBackOfficeNames(MAIL);
        company.comesToRest();
        assertThat(company.customer(MAIL)).isNotEqualTo(company.customer(PHONE));
    }

    private void theBackOfficeNames(String address) throws Exception {
        company.links().want("call-1 " + address, company.customer(PHONE), address, "back-office", "the answer of bills.find");
    }

    @Test
    void aQuestionThatWasAskedBySmsIsAnsweredByMail() throws Exception {
        company.receives(PHONE, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        assertThat(company.answers(PHONE)).startsWith("Your Gold subscription");
        linked();
        mails(MAIL, "yes");
        company.asks().ok(Map.of("until", "2028-01-31"));
        assertThat(company.answers(MAIL)).startsWith("Thank you! Gold is renewed");
    }

    @Test
    void turnsAtAllAddressesGoOneAfterAnother() throws Exception {
        linked();
        company.receives(PHONE, "bal");
        Company.Call call = company.asks();
        mails(MAIL, "help");
        mails(MAIL, "bal");
        assertThat(company.unreadCalls()).isZero();
        assertThat(company.unread()).as("the mail waits for the turn of the SMS").isEmpty();
        call.ok(BALANCE);
        assertThat(company.answers(PHONE)).contains("€5.00");
        assertThat(company.answers(MAIL)).startsWith("Acme:");
        company.asks().ok(BALANCE);
        assertThat(company.answers(MAIL)).contains("€5.00");
        assertThat(company.saidInOrder(PHONE)).extracting(said -> said.split(" ")[0]).containsExactly(PHONE, MAIL, MAIL);
    }

    @Test
    void stopByMailHoldsForTheNumberWhateverRunsThere() throws Exception {
        linked();
        for (int i = 0; i < 20; i++) {
            company.receives(PHONE, "help");
            mails(MAIL, i == 10 ? "stop" : "agent");
        }
        company.comesToRest();
        assertThat(company.isOptedOut(PHONE)).isTrue();
        assertThat(company.consent(PHONE)).extracting(List::getFirst).containsExactly("OPT_OUT");
        company.send("dialogue:renewal", Map.of("address", PHONE, "data", Map.of()));
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        company.conversation(PHONE, "STOPPED");
    }

    @Test
    void whoSaidStopAtOneAddressHasSaidItForBothAndTakesItBackWithTheLink() throws Exception {
        mails(MAIL, "stop");
        assertThat(company.answers(MAIL)).contains("unsubscribed");
        linked();
        assertThat(company.isOptedOut(PHONE)).isTrue();
        company.links().undo(company.customer(PHONE), MAIL, "bo", "another Anna");
        assertThat(company.isOptedOut(PHONE)).as("nobody said anything since").isFalse();
        assertThat(company.isOptedOut(MAIL)).isTrue();
    }

    @Test
    void anUndoGivesBackWhatWasTheirs() throws Exception {
        mails(MAIL, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        assertThat(company.answers(MAIL)).startsWith("Your Gold subscription");
        long before = company.customer(MAIL);
        linked();
        mails(MAIL, "help");
        assertThat(company.answers(MAIL)).startsWith("Acme:");
        assertThat(company.answers(MAIL)).startsWith("We still wait");
        company.comesToRest();
        assertThat(company.links().undo(company.customer(PHONE), MAIL, "bo", "another Anna")).isTrue();
        assertThat(company.links().undo(company.customer(PHONE), MAIL, "bo", "another Anna")).as("once").isFalse();
        assertThat(company.customer(MAIL)).isEqualTo(before);
        assertThat(company.saidInOrder(MAIL)).hasSize(3);
        assertThat(company.answers(PHONE, "yes")).as("the question is not theirs any more").startsWith("Sorry, we did not understand");
        mails(MAIL, "no");
        assertThat(company.answers(MAIL)).startsWith("All right, Gold is not renewed");
        assertThat(company.ledger()).containsExactly("bo: the same person, UNDONE by bo: another Anna");
    }

    @Test
    void manyAreLinkedWhileTheyWriteAndNothingIsLostOrStuck() throws Exception {
        List<String> mailAddresses = IntStream.range(0, 20).mapToObj("m%d@example.com"::formatted).toList();
        company.known(PHONE);
        for (String mail : mailAddresses) {
            mails(mail, "agent");
            company.links().want(null, company.customer(PHONE), mail, "bo", "a family");
            company.receives(PHONE, "help");
            mails(mail, "help");
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(mailAddresses).allMatch(mail -> company.customer(mail) == company.customer(PHONE)));
        company.comesToRest();
        for (String mail : mailAddresses) {
            assertThat(company.ended(mail)).extracting(Company.Ended::state).containsExactly("ANSWERED", "ANSWERED");
        }
    }

    @Test
    void aWishThatACrashHasLeftIsTakenUp() {
        company.known(PHONE);
        company.known(MAIL);
        company.tamper(PHONE, "insert into customer_link (id, customer_id, address, who, why, at, state) "
                + "select 1, customer_id, '" + MAIL + "', 'bo', 'the same person', now(), 'WANTED' from address where value = :customer");
        company.links().takeUp();
        awaitLinked();
    }
}
