package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.hub.Arrival;
import io.keyline.store.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Addresses of several channels are one customer")
class OneCustomerTest {

    private static final Map<String, Object> BALANCE = Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22");

    private static Company company;
    private static int customers;
    private static long mails = 10_000;
    private final int number = ++customers;
    private final String phone = "+4520%06d".formatted(123_000 + number);
    private final String mail = "anna%d@example.com".formatted(number);

    @BeforeAll
    static void open() throws Exception {
        company = new Company();
    }

    @AfterAll
    static void close() throws Exception {
        company.close();
    }

    private void mails(String from, String text) {
        company.receives(new Arrival.Text("email", "mail", Arrival.Text.NAMED, from, "hub@example.com", text, true, ++mails, Trust.IDENTIFIED,
                null));
    }

    private void linked() {
        company.known(phone);
        company.known(mail);
        company.links().want(null, company.customer(phone), mail, "bo", "the same person");
        awaitLinked();
    }

    private void awaitLinked() {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(company.customer(mail)).isEqualTo(company.customer(phone)));
    }

    @Test
    void whoEntersTheCodeThatWasSentToAnAddressHasIt() throws Exception {
        assertThat(company.answers(phone, "link " + mail.toUpperCase(Locale.ROOT))).isEqualTo("We have sent a code to " + mail + ". Please enter its six digits here.");
        assertThat(company.answers(mail)).isEqualTo("123456 is your code for Acme. Enter it within 10 minutes. Tell it to nobody.");
        assertThat(company.answers(phone, "111111")).startsWith("That is not the code.");
        assertThat(company.customer(mail)).isNotEqualTo(company.customer(phone));
        assertThat(company.answers(phone, Company.CODE)).startsWith("Thank you.");
        awaitLinked();
        assertThat(company.wherever(Company.CODE)).isEmpty();
    }

    @Test
    void theBackOfficeKnowsAnotherAddress() throws Exception {
        company.receives(phone, "bal");
        company.asks().ok(Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22",
                "addresses", List.of(mail, "no address")));
        assertThat(company.answers(phone)).contains("€5.00");
        awaitLinked();
    }

    @Test
    void anEmployeeWhoHasUndoneItIsNotOverruledByTheBackOffice() throws Exception {
        linked();
        assertThat(company.links().undo(company.customer(phone), mail, "bo", "another Anna")).isTrue();
        theBackOfficeNames(mail);
        company.comesToRest();
        assertThat(company.customer(mail)).isNotEqualTo(company.customer(phone));
    }

    private void theBackOfficeNames(String address) throws Exception {
        company.links().want("call-1 " + address, company.customer(phone), address, "back-office", "the answer of bills.find");
    }

    @Test
    void aQuestionThatWasAskedBySmsIsAnsweredByMail() throws Exception {
        company.receives(phone, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        assertThat(company.answers(phone)).startsWith("Your Gold subscription");
        linked();
        mails(mail, "yes");
        company.asks().ok(Map.of("until", "2028-01-31"));
        assertThat(company.answers(mail)).startsWith("Thank you! Gold is renewed");
    }

    @Test
    void turnsAtAllAddressesGoOneAfterAnother() throws Exception {
        linked();
        company.receives(phone, "bal");
        Company.Call call = company.asks();
        mails(mail, "help");
        mails(mail, "bal");
        assertThat(company.unreadCalls()).isZero();
        assertThat(company.unread()).as("the mail waits for the turn of the SMS").doesNotContainKeys(phone, mail);
        call.ok(BALANCE);
        assertThat(company.answers(phone)).contains("€5.00");
        assertThat(company.answers(mail)).startsWith("Acme:");
        company.asks().ok(BALANCE);
        assertThat(company.answers(mail)).contains("€5.00");
        assertThat(company.saidInOrder(phone)).extracting(said -> said.split(" ")[0]).containsExactly(phone, mail, mail);
    }

    @Test
    void stopByMailHoldsForTheNumberWhateverRunsThere() throws Exception {
        linked();
        for (int i = 0; i < 20; i++) {
            company.receives(phone, "help");
            mails(mail, i == 10 ? "stop" : "agent");
        }
        company.comesToRest();
        assertThat(company.isOptedOut(phone)).isTrue();
        assertThat(company.consent(phone)).extracting(List::getFirst).containsExactly("OPT_OUT");
        company.send("dialogue:renewal", Map.of("address", phone, "data", Map.of()));
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        company.conversation(phone, "STOPPED");
    }

    @Test
    void whoSaidStopAtOneAddressHasSaidItForBothAndTakesItBackWithTheLink() throws Exception {
        mails(mail, "stop");
        assertThat(company.answers(mail)).contains("unsubscribed");
        linked();
        assertThat(company.isOptedOut(phone)).isTrue();
        company.links().undo(company.customer(phone), mail, "bo", "another Anna");
        assertThat(company.isOptedOut(phone)).as("nobody said anything since").isFalse();
        assertThat(company.isOptedOut(mail)).isTrue();
    }

    @Test
    void anUndoGivesBackWhatWasTheirs() throws Exception {
        mails(mail, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        assertThat(company.answers(mail)).startsWith("Your Gold subscription");
        long before = company.customer(mail);
        linked();
        mails(mail, "help");
        assertThat(company.answers(mail)).startsWith("Acme:");
        assertThat(company.answers(mail)).startsWith("We still wait");
        company.comesToRest();
        assertThat(company.links().undo(company.customer(phone), mail, "bo", "another Anna")).isTrue();
        assertThat(company.links().undo(company.customer(phone), mail, "bo", "another Anna")).as("once").isFalse();
        assertThat(company.customer(mail)).isEqualTo(before);
        assertThat(company.saidInOrder(mail)).hasSize(3);
        assertThat(company.answers(phone, "yes")).as("the question is not theirs any more").startsWith("Sorry, we did not understand");
        mails(mail, "no");
        assertThat(company.answers(mail)).startsWith("All right, Gold is not renewed");
        assertThat(company.ledger(mail)).containsExactly("bo: the same person, UNDONE by bo: another Anna");
    }

    @Test
    void manyAreLinkedWhileTheyWriteAndNothingIsLostOrStuck() throws Exception {
        List<String> mailAddresses = IntStream.range(0, 20).mapToObj("m%d@example.com"::formatted).toList();
        company.known(phone);
        for (String one : mailAddresses) {
            mails(one, "agent");
            company.links().want(null, company.customer(phone), one, "bo", "a family");
            company.receives(phone, "help");
            mails(one, "help");
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(mailAddresses).allMatch(one -> company.customer(one) == company.customer(phone)));
        company.comesToRest();
        for (String one : mailAddresses) {
            assertThat(company.ended(one)).extracting(Company.Ended::state).containsExactly("ANSWERED", "ANSWERED");
        }
    }

    @Test
    void aWishThatACrashHasLeftIsTakenUp() {
        company.known(phone);
        company.known(mail);
        company.tamper(phone, "insert into customer_link (id, customer_id, address, who, why, at, state) "
                + "select 1, customer_id, '" + mail + "', 'bo', 'the same person', now(), 'WANTED' from address where value = :customer");
        company.links().takeUp();
        awaitLinked();
    }

    @Test
    void newsGoWhereTheCustomerWantsThemElseToTheNumberAndNotWhereTheyComeBack() throws Exception {
        linked();
        assertThat(news()).as("by SMS, which everybody has").isEqualTo("sms " + phone);
        mails(mail, "here");
        assertThat(company.answers(mail)).startsWith("Thank you. When we have news");
        assertThat(news()).isEqualTo("email " + mail);
        company.tamper(mail, "update message set state = 'DEAD' where customer_address = :customer and id = (select max(id) from message "
                + "where customer_address = :customer)");
        assertThat(news()).as("the mail box is gone").isEqualTo("sms " + phone);
        mails(mail, "agent");
        company.answers(mail);
        assertThat(news()).as("they write from there again").isEqualTo("email " + mail);
    }

    /** The channel and the address to which a dialogue goes that an event begins. */
    private String news() throws Exception {
        company.send("dialogue:renewal", Map.of("address", phone, "data", Map.of()));
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        company.comesToRest();
        String way = company.lastConversation(phone);
        String address = way.split(" ")[1];
        assertThat(company.answers(address)).startsWith("Your Gold subscription");
        if (address.equals(mail)) {
            mails(mail, "no");
        } else {
            company.receives(phone, "no");
        }
        assertThat(company.answers(address)).startsWith("All right");
        company.comesToRest();
        return way;
    }
}
