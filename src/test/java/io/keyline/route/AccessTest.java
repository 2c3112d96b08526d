package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Arrival;
import io.keyline.hub.VirtualTime;
import io.keyline.store.Trust;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who is not believed far enough")
class AccessTest {

    private static final String ANNA = "+4520123401";
    private static final String CALL = "CA1";
    private static final String BY_SMS = "123456 is your code for Acme. Answer with it within 10 minutes. Tell it to nobody.";
    private static final String BY_SMS_FOR_A_CALL = "123456 is your code for Acme. Enter it within 10 minutes. Tell it to nobody.";
    private static final String ENTER_IT = "We have sent you a code by SMS. Please enter its six digits.";
    private static final Map<String, Object> BILL = Map.of("bill", "B-1", "open", Map.of("amount", 80, "currency", "EUR"), "currency", "EUR",
            "due", "2026-12-02");

    private final VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private Company company;
    private long said = 1_000; // beside the fingerprints of what the company receives by SMS

    @BeforeEach
    void open() throws Exception {
        company = new Company(time, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        assertThat(company.unread()).isEmpty();
        assertThat(company.unreadCalls()).isZero();
        company.close();
    }

    /** A caller, whose number anybody can forge. Returns what they hear. */
    private List<String> calls(String call, String text) {
        return company.hears(new Arrival.Text("voice", "voice", Arrival.Text.NAMED, ANNA, Company.NUMBER, text, true, ++said,
                Trust.CLAIMED, call));
    }


    @Test
    void provesItByACodeAndTheRouteBegins() throws Exception {
        assertThat(company.answers(ANNA, "bill")).isEqualTo(BY_SMS);
        assertThat(company.unreadCalls()).as("the back office is not asked before").isZero();
        company.conversation(ANNA, "ASKED");
        company.receives(ANNA, Company.CODE);
        company.asks().ok(BILL);
        assertThat(company.answers(ANNA)).startsWith("Bill B-1: €80.00");
        assertThat(company.answers(ANNA, "50")).as("verified for the conversation's life").startsWith("Pay 50.00 EUR");
        assertThat(company.wherever(Company.CODE)).isEmpty();
    }

    @Test
    void hasFiveTriesAndBeginsAnew() throws Exception {
        company.answers(ANNA, "bill");
        for (int i = 0; i < 4; i++) {
            assertThat(company.answers(ANNA, "000000")).startsWith("That is not the code.");
        }
        assertThat(company.answers(ANNA, "000000")).startsWith("That was not the code, and nothing was done.");
        company.receives(ANNA, Company.CODE);
        assertThat(company.answers(ANNA)).as("the code is dead").startsWith("Sorry, we did not understand that.");
    }

    @Test
    void endsItByStop() throws Exception {
        company.answers(ANNA, "bill");
        assertThat(company.answers(ANNA, "stop")).contains("unsubscribed");
        company.conversation(ANNA, "STOPPED");
    }

    @Test
    void whoAsksTooOftenIsToldSo() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(company.answers(ANNA, "bill")).isEqualTo(BY_SMS);
        }
        assertThat(company.answers(ANNA, "bill")).startsWith("We have sent you codes often enough");
        assertThat(company.answers(ANNA)).as("the code before is still waited for").startsWith("We still wait for your answer");
    }

    @Test
    void theCodeWaitsTenMinutesAndNoLonger() throws Exception {
        company.answers(ANNA, "bill");
        company.pass(Duration.ofMinutes(10));
        assertThat(company.conversation(ANNA, "ENDED")).isEqualTo("no code came in time");
    }

    @Test
    void aForgedCallerGetsNoDataAndAnHonestOneProvesItOnceACall() throws Exception {
        assertThat(calls(CALL, "bal")).containsExactly(ENTER_IT);
        assertThat(company.answers(ANNA)).isEqualTo(BY_SMS_FOR_A_CALL);
        assertThat(calls(CALL, "000000")).first().asString().startsWith("That is not the code.");
        var heard = company.hearsLater(new Arrival.Text("voice", "voice", Arrival.Text.NAMED, ANNA, Company.NUMBER, Company.CODE, true, ++said,
                Trust.CLAIMED, CALL));
        company.asks().ok(Map.of("account", "1", "balance", Map.of("amount", 5, "currency", "EUR"), "asOf", "2026-11-22"));
        assertThat(heard.get().texts()).first().asString().contains("€5.00");
        assertThat(calls("CA2", "bal")).as("in another call it is asked for again").containsExactly(ENTER_IT);
        assertThat(company.answers(ANNA)).isEqualTo(BY_SMS_FOR_A_CALL);
    }

    @Test
    void helpAndStopNeedNoProof() {
        assertThat(calls(CALL, "help")).first().asString().startsWith("Acme. Call us");
        assertThat(calls(CALL, "stop")).first().asString().contains("unsubscribed");
    }

    @Test
    void whoAnswersAQuestionByTelephoneIsAskedForACodeAndThenTheQuestionAgain() throws Exception {
        company.receives(ANNA, "renew");
        company.asks().ok(Map.of("plan", "Gold", "ends", "2027-01-31"));
        assertThat(company.answers(ANNA)).startsWith("Your Gold subscription");
        assertThat(calls(CALL, "")).as("nothing of the question").containsExactly(ENTER_IT);
        assertThat(company.answers(ANNA)).isEqualTo(BY_SMS_FOR_A_CALL);
        assertThat(calls(CALL, Company.CODE)).first().asString().as("as it reads above a menu").startsWith("Your Gold subscription").endsWith("Renew it?");
        var heard = company.hearsLater(new Arrival.Text("voice", "voice", Arrival.Text.NAMED, ANNA, Company.NUMBER, "1", true, ++said,
                Trust.CLAIMED, CALL));
        company.asks().ok(Map.of("until", "2028-01-31"));
        assertThat(heard.get().texts()).first().asString().startsWith("Thank you! Gold is renewed");
    }

    @Test
    void aForgedMailAnswersNothingAndItsCodeGoesToTheAddressOnFile() throws Exception {
        String mail = "anna@example.com";
        Arrival forged = new Arrival.Text("email", "mail", Arrival.Text.NAMED, mail, "hub@example.com", "bal", true, ++said, Trust.CLAIMED, null);
        company.receives(forged);
        assertThat(company.answers(mail)).isEqualTo(BY_SMS);
    }
}
