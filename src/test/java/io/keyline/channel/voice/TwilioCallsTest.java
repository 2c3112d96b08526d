package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.http.TwilioSignature;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A call by Twilio")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwilioCallsTest {

    private static final String MORE = """
            - route:
                id: secret
                from:
                  uri: command:UNLOCK
                  steps:
                    - to: { uri: "ask:fault.where", parameters: { expect: pin } }
                    - to: reply:agent.done
            - route:
                id: lasting
                from:
                  uri: command:LASTING
                  steps:
                    - delay: { expression: { constant: "2000" } }
                    - to: reply:agent.done
            - route:
                id: checked
                from:
                  uri: command:CHECKED
                  parameters: { help: bal.help }
                  steps:
                    - to: reply:agent.done
            - route:
                id: lists
                from:
                  uri: command:LISTS
                  steps:
                    - to: back-office:lists.get
                    - to: { uri: "ask:service.which", parameters: { list: services, as: service } }
                    - to: back-office:lists.chosen
            """;
    private static final Map<String, Object> GOLD = Map.of("plan", "Gold", "ends", "2027-01-31");
    private final AtomicInteger customers = new AtomicInteger(20_300_000);
    private CallCentre company;

    @BeforeAll
    void opens() throws Exception {
        company = new CallCentre(Map.of(), MORE);
    }

    @AfterAll
    void closes() throws Exception {
        company.close();
    }

    private String customer() {
        return "+45" + customers.incrementAndGet();
    }

    /** The body of a call's next request, while the back office is asked for the subscription. */
    private Line renewing(String customer) throws Exception {
        Line line = new Line(company, customer, CallCentre.RENEWALS);
        CompletableFuture<String> document = CompletableFuture.supplyAsync(() -> asks(line, Map.of()));
        company.asks().answer(GOLD);
        line.hears(document.get());
        return line;
    }

    private static String asks(Line line, Map<String, String> what) {
        try {
            return line.asks(what);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsTheMenuAndTakesAKey() throws Exception {
        Line line = Line.call(company, customer());

        assertThat(line.spoken()).startsWith("Acme. What would you like to do?").contains("Your balance: press 1.", "To talk to a person, press 0.");
        assertThat(line.attribute("Gather", "numDigits")).isEqualTo("1");
        assertThat(line.attribute("Gather", "input")).isEqualTo("dtmf speech");
        assertThat(line.attribute("Say", "language")).isEqualTo("en-US");

        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> asks(line, Map.of("Digits", "1")));
        company.asks().answer(Map.of("account", "4711", "balance", Map.of("amount", new BigDecimal("1250.50"), "currency", "EUR"), "asOf", "2026-11-22"));
        line.hears(answer.get());

        assertThat(line.spokenAll()).contains("Balance of account 4 7 1 1 on Nov 22, 2026: €1,250.50.").endsWith("Goodbye.");
        assertThat(line.isOver()).isTrue();
    }

    @Test
    void whoCallsWithANumberThatAnybodyCouldShowProvesItByACode() throws Exception {
        Line line = Line.call(company, customer());
        line.hears(line.asks(Map.of("SpeechResult", "checked")));
        assertThat(line.spokenAll()).startsWith("We have sent you a code by SMS. Please enter its six digits.");
        String code = company.texts().replaceAll("\\D.*", "");

        line.hears(line.asks(Map.of("Digits", code)));
        assertThat(line.spokenAll()).startsWith("A colleague takes care of you.");
        assertThat(company.wherever(code)).isEmpty();
    }

    @Test
    void theNumberCalledDecidesWhatItIsAbout() throws Exception {
        Line line = renewing(customer());

        assertThat(line.spokenAll()).startsWith("Your Gold subscription ends on January 31, 2027. Renew it?").contains("YES: press 1.", "NO: press 2.");
    }

    @Test
    void theSameRequestAgainGetsTheSameDocumentAndHasNoSecondEffect() throws Exception {
        String customer = customer();
        Line line = renewing(customer);
        List<CompletableFuture<String>> answers = List.of(CompletableFuture.supplyAsync(() -> asks(line, Map.of("Digits", "1"))),
                CompletableFuture.supplyAsync(() -> asks(line, Map.of("Digits", "1"))));
        company.asks().answer(Map.of("until", "2028-01-31"));
        String first = answers.getFirst().get();

        assertThat(answers.getLast().get()).isEqualTo(first);
        assertThat(line.asks(Map.of("Digits", "1"))).as("asked again later").isEqualTo(first);
        assertThat(line.asks(Map.of("Digits", "2"))).as("replayed with something else").isEqualTo(first);
        assertThat(company.unreadQuestions()).isZero();

        company.restarts();
        assertThat(line.asks(Map.of("Digits", "1")).replaceAll("127.0.0.1:\\d+", "")).as("after a restart").isEqualTo(first.replaceAll("127.0.0.1:\\d+", ""));
        assertThat(company.unreadQuestions()).isZero();
        assertThat(company.texts("select count(*) from message where inbound and state <> 'IGNORED' and customer_address = '" + customer + "'")).containsExactly("2");
    }

    @Test
    void aDialogueThatBeganBySmsIsAnsweredByVoice() throws Exception {
        String customer = customer();
        company.receives(customer, "FORNY");
        company.asks().answer(GOLD);
        assertThat(company.texts()).contains("31. januar 2027");

        Line line = Line.call(company, customer);
        assertThat(line.spoken().getFirst()).isEqualTo("Dit abonnement Gold udløber 31. januar 2027. Forny?");
        assertThat(line.attribute("Say", "language")).isEqualTo("da-DK");
        assertThat(line.attribute("Gather", "language")).isEqualTo("da-DK");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> asks(line, Map.of("SpeechResult", "Ja, tak.")));
        company.asks().answer(Map.of("until", "2028-01-31"));
        line.hears(answer.get());

        assertThat(line.spokenAll()).contains("31. januar 2028").endsWith("Farvel.");
    }

    @Test
    void speechStopsMessages() throws Exception {
        String customer = customer();
        Line line = Line.call(company, customer).speaks("Stop.");

        assertThat(line.spokenAll()).contains("you are unsubscribed");
        assertThat(company.texts("select action || ' ' || channel from consent c join address using (customer_id) where value = '" + customer + "'"))
                .containsExactly("OPT_OUT voice");
    }

    @Test
    void whoSaysNothingIsAskedTwiceMoreAndThenPutThroughWithAWorkItem() throws Exception {
        String customer = customer();
        Line line = Line.call(company, customer).isSilent();
        assertThat(line.spoken().getFirst()).isEqualTo("Sorry, I did not get that.");
        assertThat(line.isSilent().isAsked()).isTrue();
        line.isSilent();

        assertThat(line.transferredTo()).containsExactly(CallCentre.AGENTS);
        assertThat(line.spoken()).containsExactly("We put you through to a colleague.");
        assertThat(company.texts("select queue from work_item w join address a using (customer_id) where a.value = '" + customer + "'")).containsExactly("agents");
    }

    @Test
    void aKeyThatMeansNothingIsAskedForAgain() throws Exception {
        Line line = renewing(customer()).presses("7");

        assertThat(line.spoken().getFirst()).isEqualTo("Sorry, I did not get that.");
        assertThat(line.spokenAll()).contains("Renew it?", "To talk to a person, press 0.");
    }

    @Test
    void noughtPutsThroughAlsoWhoHasAnOpenItem() throws Exception {
        String customer = customer();
        assertThat(Line.call(company, customer).presses("0").transferredTo()).containsExactly(CallCentre.AGENTS);
        assertThat(Line.call(company, customer).speaks("person").transferredTo()).containsExactly(CallCentre.AGENTS);
        assertThat(company.texts("select count(*) from work_item w join address a using (customer_id) where a.value = '" + customer + "'")).containsExactly("1");
    }

    @Test
    void whoIsNotUnderstoodThreeTimesIsPutThrough() throws Exception {
        String customer = customer();
        Line line = renewing(customer).speaks("the weather").speaks("the weather").speaks("the weather");

        assertThat(line.spoken()).contains("Sorry, we still do not understand. A colleague takes care of it.");
        assertThat(line.transferredTo()).containsExactly(CallCentre.AGENTS);
        assertThat(company.texts("select queue || ' ' || (conversation_id is not null) from work_item w join address a using (customer_id) where a.value = '" + customer + "'"))
                .containsExactly("dialogues true");
    }

    @Test
    void whenNobodyTakesTheTransferTheCallerIsToldSo() throws Exception {
        Line line = Line.call(company, customer()).presses("0");
        String action = line.attribute("Dial", "action");
        Map<String, String> busy = line.form(Map.of("DialCallStatus", "no-answer"));
        var response = Line.post(action, TwilioSignature.of(CallCentre.TOKEN, action, List.copyOf(busy.entrySet())), busy);

        line.hears(response.body());
        assertThat(line.spokenAll()).contains("All our colleagues are busy.");
        assertThat(line.isOver()).isTrue();
    }

    @Test
    void aSlowBackOfficeEndsTheCallAndTheAnswerComesBySms() throws Exception {
        String customer = customer();
        Line line = Line.call(company, customer, CallCentre.RENEWALS);

        assertThat(line.spokenAll()).contains("will text you as soon as it is done").endsWith("Goodbye.");
        assertThat(line.isOver()).isTrue();
        company.asks().answer(GOLD);
        assertThat(company.texts()).contains("Your Gold subscription ends on January 31, 2027. Renew it? Answer YES or NO.");
    }

    @Test
    void whatTakesTooLongForAnyOtherReasonIsTexted() throws Exception {
        String customer = customer();
        Line line = Line.call(company, customer).speaks("lasting");

        assertThat(line.spokenAll()).contains("We will text you.");
        assertThat(line.isOver()).isTrue();
        assertThat(company.texts()).isEqualTo("A colleague takes care of you.");
        company.comesToRest();
        assertThat(company.texts("select channel from message where not inbound and text like 'A colleague%' and customer_address = '" + customer + "'"))
                .containsExactly("sms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+266696687", "anonymous", "", "Restricted", "client:somebody", "sip:anonymous@anonymous.invalid"})
    void whoeverHidesTheNumberIsOfferedAPersonOnly(String from) throws Exception {
        Line line = Line.call(company, from);

        assertThat(line.spokenAll()).contains("Your number is withheld");
        assertThat(line.transferredTo()).containsExactly(CallCentre.AGENTS);
        assertThat(company.texts("select value from address where value not like '+45%'")).isEmpty();
    }

    @Test
    void longListsGoNineAtATimeWithTheSameNumbers() throws Exception {
        Line line = new Line(company, customer(), CallCentre.NUMBER);
        line.hears(line.asks(Map.of()));
        CompletableFuture<String> document = CompletableFuture.supplyAsync(() -> asks(line, Map.of("SpeechResult", "lists")));
        company.asks().answer(Map.of("services", java.util.stream.IntStream.rangeClosed(1, 12).mapToObj(i -> Map.of("id", "s" + i, "name", "Service no " + i)).toList()));
        line.hears(document.get());
        assertThat(line.spoken()).contains("Service no 9: press 9.", "For more, press star.").doesNotContain("Service no 10: press 10.");
        line.presses("*");
        assertThat(line.spoken()).contains("Service no 12: press 12.", "For more, press star.").doesNotContain("Service no 1: press 1.");
        CompletableFuture<String> chosen = CompletableFuture.supplyAsync(() -> asks(line, Map.of("Digits", "12")));

        assertThat(company.asks().request().data()).containsEntry("service", "s12");
        chosen.get();
    }

    @Test
    void whatIsTooLongToHearIsSaidInPartAndTextedWhole() throws Exception {
        String sentence = "This is one sentence among many that a caller cannot keep in mind. ";
        Line line = new Line(company, customer(), CallCentre.RENEWALS);
        CompletableFuture<String> document = CompletableFuture.supplyAsync(() -> asks(line, Map.of()));
        company.asks().answer(Map.of("plan", sentence.repeat(12).strip(), "ends", "2027-01-31"));
        String first = document.get();
        line.hears(first);

        assertThat(line.spoken().getFirst()).hasSizeBetween(300, 450).endsWith("keep in mind.");
        assertThat(line.spoken()).contains("We text you the whole message.", "YES: press 1.");
        assertThat(company.texts()).contains("ends on January 31, 2027. Renew it?");
        assertThat(company.hasTexted()).isFalse();
    }

    @Test
    void aPinIsKeptNowhere() throws Exception {
        Line line = Line.call(company, customer()).speaks("unlock");
        assertThat(line.attribute("Gather", "input")).isEqualTo("dtmf");
        line.presses("74083");

        assertThat(line.spokenAll()).contains("A colleague takes care of you.");
        assertThat(company.wherever("74083")).isEmpty();
    }

    @Test
    void aCallersNumberIsOnlyClaimed() throws Exception {
        String customer = customer();
        Line.call(company, customer);

        assertThat(company.texts("select trust from message where inbound and customer_address = '" + customer + "'")).containsExactly("CLAIMED");
    }

    @Test
    void whoHangsUpEndsTheSession() throws Exception {
        String customer = customer();
        Line line = Line.call(company, customer);

        assertThat(line.ends()).isEqualTo(204);
        assertThat(company.texts("select (ended_at is not null)::text from live_session where customer_address = '" + customer + "'")).containsExactly("true");
    }

    @Test
    void whateverTheBackOfficeSaysIsText() throws Exception {
        Line line = new Line(company, customer(), CallCentre.RENEWALS);
        CompletableFuture<String> document = CompletableFuture.supplyAsync(() -> asks(line, Map.of()));
        company.asks().answer(Map.of("plan", "]]></Say><Dial>+45</Dial><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;\u001b[2J", "ends", "2027-01-31"));
        line.hears(document.get());

        assertThat(line.transferredTo()).isEmpty();
        assertThat(line.spokenAll()).contains("]]></Say><Dial>+45</Dial>", "&e;").doesNotContain("\u001b");
    }

    @Test
    void speechIsTextWhateverIsSaid() throws Exception {
        Line line = Line.call(company, customer()).speaks("${bean:hub} {{voice.twilio-token}} <Hangup/> ' ; drop table message --");

        assertThat(line.spokenAll()).doesNotContain(CallCentre.TOKEN).contains("we did not understand");
    }

    @Test
    void forgedRequestsAreRefusedBeforeAnythingHappens() throws Exception {
        String customer = customer();
        Line line = new Line(company, customer, CallCentre.NUMBER);
        Map<String, String> form = line.form(Map.of());
        String url = company.url() + "/voice/twilio";
        String right = TwilioSignature.of(CallCentre.TOKEN, url, List.copyOf(form.entrySet()));

        assertThat(Line.post(url, null, form).statusCode()).isEqualTo(401);
        assertThat(Line.post(url, "bm9ib2R5", form).statusCode()).isEqualTo(401);
        assertThat(Line.post(url, TwilioSignature.of("another", url, List.copyOf(form.entrySet())), form).statusCode()).isEqualTo(401);
        assertThat(Line.post(url + "?step=1", right, form).statusCode()).as("for another step").isEqualTo(401);
        assertThat(Line.post(url, right, line.form(Map.of("From", "+4520999999"))).statusCode()).as("of another caller").isEqualTo(401);
        assertThat(Line.get(url + "?CallSid=CA1&From=%2B4520999999").statusCode()).isEqualTo(401);
        assertThat(Line.post(url, right, form).body()).doesNotContain("signature");
        assertThat(company.texts("select value from address where value = '+4520999999'")).isEmpty();
    }

    @Test
    void anOversizedRequestIsRefused() throws Exception {
        Line line = new Line(company, customer(), CallCentre.NUMBER);

        assertThat(Line.post(company.url() + "/voice/twilio", "x", line.form(Map.of("SpeechResult", "x".repeat(70_000)))).statusCode()).isEqualTo(413);
    }
}
