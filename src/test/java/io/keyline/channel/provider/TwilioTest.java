package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.http.TwilioSignature;
import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.ProviderReply;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.SendException.Outcome;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("config/providers/twilio.yaml")
class TwilioTest extends ProviderCase {

    private static final String FORM = "application/x-www-form-urlencoded";

    TwilioTest() throws Exception {
    }

    @BeforeEach
    void start() throws Exception {
        start(shipped("twilio.yaml"), "https://api.twilio.com",
                Map.of("TWILIO_PATH", "k3J", "TWILIO_AUTH_TOKEN", SECRET, "TWILIO_ACCOUNT_SID", "AC1", "sms.rate", "0"));
    }

    private HttpResponse<String> webhook(Map<String, String> fields) {
        return webhook(fields, SECRET);
    }

    private HttpResponse<String> webhook(Map<String, String> fields, String token) {
        String url = web.url() + "/twilio/k3J";
        return provider.post(url, FORM, fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&")),
                "X-Twilio-Signature", TwilioSignature.of(token, url, List.copyOf(fields.entrySet())));
    }

    @Test
    void aMessageIsStoredBeforeItIsAnswered() {
        HttpResponse<String> answer = webhook(Map.of("MessageSid", "SM1", "From", "+4520123456", "To", "+4570102030",
                "Body", "BAL & ${body} {from} æ😀", "SmsStatus", "received", "NewField", "of tomorrow"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/xml"));
        assertThat(answer.body()).isEqualTo("<Response/>");
        Arrival.Text text = (Arrival.Text) arrivals.getFirst();
        assertThat(List.of(text.connection(), text.from(), text.to(), text.text())).containsExactly("twilio", "+4520123456", "+4570102030",
                "BAL & ${body} {from} æ😀");
        assertThat(text.session()).isEqualTo(Arrival.Text.NAMED);
        assertThat(text.thread()).isNull();
    }

    @Test
    void whatCannotBeStoredIsLeftOutOfAMessage() {
        webhook(Map.of("MessageSid", "SM1", "From", "+4520123456", "To", "1234\0", "Body", "STOP\0"));
        Arrival.Text text = (Arrival.Text) arrivals.getFirst();
        assertThat(List.of(text.to(), text.text())).containsExactly("1234", "STOP");
    }

    @Test
    void theSameMessageHasTheSameFingerprintAndAnotherOneAnother() {
        Map<String, String> message = Map.of("MessageSid", "SM1", "From", "+4520123456", "Body", "YES");
        webhook(message);
        webhook(message);
        webhook(Map.of("MessageSid", "SM2", "From", "+4520123456", "Body", "YES"));
        List<Long> fingerprints = arrivals.stream().map(arrival -> ((Arrival.Text) arrival).fingerprint()).toList();
        assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1)).isNotEqualTo(fingerprints.get(2));
    }

    @Test
    void whatTwilioHasRepliedToIsMarked() {
        webhook(Map.of("MessageSid", "SM1", "From", "+4520123456", "Body", "afmeld", "OptOutType", "STOP"));
        assertThat(((Arrival.Text) arrivals.getFirst()).thread()).isEqualTo(ProviderReply.STOP.thread());
    }

    @Test
    void strangersAreRefusedWithoutDetail() {
        HttpResponse<String> answer = webhook(Map.of("MessageSid", "SM1", "From", "+4520123456", "Body", "BAL"), "another token");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(provider.post(web.url() + "/twilio/k3J", FORM, "MessageSid=SM1&From=%2B4520123456&Body=BAL").statusCode()).isEqualTo(401);
        assertThat(provider.get(web.url() + "/twilio/k3J").statusCode()).isEqualTo(405);
        assertThat(arrivals).isEmpty();
    }

    @Test
    void whatCouldNotBeStoredIsToComeAgain() {
        notStored = new IllegalStateException("no database");
        assertThat(webhook(Map.of("MessageSid", "SM1", "From", "+4520123456", "Body", "BAL")).statusCode()).isEqualTo(503);
    }

    @Test
    void whatCannotBeReadIsKept() {
        assertThat(webhook(Map.of("From", "+4520123456", "Body", "BAL")).statusCode()).isEqualTo(200);
        assertThat(arrivals).singleElement().isInstanceOfSatisfying(Arrival.Unreadable.class, kept -> {
            assertThat(kept.reason()).isEqualTo("the request has no MessageSid");
            assertThat(new String(kept.raw(), StandardCharsets.UTF_8)).contains("Body=BAL");
        });
    }

    @ParameterizedTest
    @CsvSource({"sent, ENROUTE", "delivered, DELIVERED", "undelivered, UNDELIVERABLE", "failed, REJECTED", "teleported, UNKNOWN"})
    void receiptsAreRead(String status, ReceiptState state) {
        webhook(Map.of("MessageSid", "SM9", "MessageStatus", status, "SmsStatus", status, "ErrorCode", "30003", "To", "+4520123456"));
        Arrival.Receipt receipt = (Arrival.Receipt) arrivals.getFirst();
        assertThat(receipt.providerId()).isEqualTo("SM9");
        assertThat(receipt.state()).isEqualTo(state);
        assertThat(receipt.error()).isEqualTo("30003");
    }

    @Test
    void aMessageGoesOutAsAFormWithTheAccountsName() throws Exception {
        provider.answers(201, "{\"sid\": \"SM5\", \"status\": \"queued\"}");
        String text = "1 & 1 = {to} 100% æ😀\n${body}";
        send(text);
        Provider.Asked asked = provider.asked();
        assertThat(asked.uri().getPath()).isEqualTo("/2010-04-01/Accounts/AC1/Messages.json");
        assertThat(asked.headers().get("Authorization")).isEqualTo("Basic "
                + Base64.getEncoder().encodeToString(("AC1:" + SECRET).getBytes(StandardCharsets.UTF_8)));
        assertThat(asked.form()).isEqualTo(Map.of("From", "+4570102030", "To", "+4520123456", "Body", text, "StatusCallback", web.url() + "/twilio/k3J"));
        assertThat(sent).containsExactly(new PartSent(1, 1, 0, "twilio", "SM5"));
    }

    @Test
    void whatIsTooLongGoesInSeveralMessagesAndNoneTwice() throws Exception {
        provider.answers(201, "{\"sid\": \"SM6\"}");
        send("word ".repeat(700).strip(), new PartSent(1, 3, 5, "twilio", "SM1"));
        assertThat(provider.asked().form().get("Body")).hasSize(1599).endsWith("word");
        assertThat(provider.asked().form().get("Body")).hasSize(299);
        assertThat(written).containsExactly(2, 3);
        assertThat(sent).extracting(PartSent::number).containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource({"400, 21211, UNKNOWN_ADDRESS", "400, 21614, UNKNOWN_ADDRESS", "400, 21212, REFUSED", "503, 21211, RETRY_LATER"})
    void aNumberThatTwilioDoesNotKnowIsTold(int status, String code, Outcome outcome) {
        provider.answers(status, "{\"code\": " + code + "}");
        assertThat(failure("x").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED, 21610", "429, THROTTLED, 21610", "503, RETRY_LATER, 21610", "401, RETRY_LATER, 21610", "302, REFUSED, 21610",
            "500, UNCERTAIN, 21610", "0, UNCERTAIN, connection lost"})
    void theAnswerDecides(int status, Outcome outcome, String code) throws Exception {
        provider.answers(status, "{\"code\": 21610}");
        var failure = failure("hello");
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.code()).isEqualTo(code);
        provider.asked();
        assertThat(provider.nobodyAsked()).as("redirects are not followed, and nothing is sent twice").isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void whoIsNotThereIsTriedAgain() {
        provider.close();
        assertThat(failure("hello").outcome()).isEqualTo(Outcome.RETRY_LATER);
    }
}
