package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.SendException.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("config/providers/vonage.yaml")
class VonageTest extends ProviderCase {

    private static final String FORM = "application/x-www-form-urlencoded";

    VonageTest() throws Exception {
    }

    @BeforeEach
    void start() throws Exception {
        start(shipped("vonage.yaml"), "https://rest.nexmo.com", Map.of("VONAGE_PATH", "k3J", "VONAGE_SIGNATURE_SECRET", SECRET,
                "VONAGE_API_KEY", "key", "VONAGE_API_SECRET", SECRET, "sms.rate", "0"));
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    /** A request with the parameter {@code sig}. */
    private int signed(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append('&').append(name).append('=').append(value.replace('&', '_').replace('=', '_')));
        all.put("sig", HexFormat.of().withUpperCase().formatHex(HmacSignature.of("HmacSHA256", SECRET, text.toString().getBytes(StandardCharsets.UTF_8))));
        return provider.post(web.url() + "/vonage/k3J", FORM, encoded(all)).statusCode();
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Test
    void aMessageIsTakenAndItsSenderMadeInternational() {
        assertThat(signed(Map.of("msisdn", "4520123456", "to", "4570102030", "messageId", "0A", "text", "BAL = æ & 余额", "type", "unicode",
                "timestamp", now()))).isEqualTo(200);
        Arrival.Text text = (Arrival.Text) arrivals.getFirst();
        assertThat(List.of(text.connection(), text.from(), text.text())).containsExactly("vonage", "+4520123456", "BAL = æ & 余额");
    }

    @Test
    void partsAreLeftToTheHubToJoin() {
        signed(Map.of("msisdn", "4520123456", "to", "4570102030", "messageId", "0B", "text", "second", "concat", "true", "concat-ref", "108",
                "concat-total", "2", "concat-part", "2", "timestamp", now()));
        Arrival.Part part = (Arrival.Part) arrivals.getFirst();
        assertThat(List.of(part.total(), part.number(), part.text(), part.from())).containsExactly(2, 2, "second", "+4520123456");
    }

    @Test
    void aReceiptIsRead() {
        signed(Map.of("msisdn", "4520123456", "to", "4570102030", "messageId", "0C", "status", "expired", "err-code", "7", "timestamp", now()));
        Arrival.Receipt receipt = (Arrival.Receipt) arrivals.getFirst();
        assertThat(List.of(receipt.providerId(), receipt.state(), receipt.error())).containsExactly("0C", ReceiptState.EXPIRED, "7");
    }

    @Test
    void aRequestOfLastWeekIsRefusedHoweverWellSigned() {
        String lastWeek = Long.toString(Instant.now().minusSeconds(7 * 86_400).getEpochSecond());
        assertThat(signed(Map.of("msisdn", "4520123456", "messageId", "0D", "text", "BAL", "timestamp", lastWeek))).isEqualTo(401);
        assertThat(signed(Map.of("msisdn", "4520123456", "messageId", "0D", "text", "BAL"))).isEqualTo(401);
        assertThat(arrivals).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "expired", "old", "body", "secret", "garbage"})
    void aTokenIsBelievedOnlyIfAllOfItFits(String what) throws Exception {
        String body = encoded(Map.of("msisdn", "4520123456", "messageId", "0E", "text", "BAL"));
        long at = Instant.now().getEpochSecond();
        String claims = "{\"iat\": %d, \"exp\": %d, \"payload_hash\": \"%s\"}".formatted(at - (what.equals("old") ? 200_000 : 0),
                at + (what.equals("expired") ? -600 : 600), sha256(what.equals("body") ? "another" : body));
        String token = what.equals("garbage") ? "a.b" : token(what.equals("none") ? "none" : "HS256", claims, what.equals("secret") ? "x" : SECRET);
        int status = provider.post(web.url() + "/vonage/k3J", FORM, body, "Authorization", "Bearer " + token).statusCode();
        assertThat(status).isEqualTo(what.equals("HS256") ? 200 : 401);
        assertThat(arrivals).hasSize(what.equals("HS256") ? 1 : 0);
    }

    private static String token(String algorithm, String claims, String secret) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString("{\"alg\": \"%s\"}".formatted(algorithm).getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + (algorithm.equals("none") ? ""
                : base64.encodeToString(HmacSignature.of("HmacSHA256", secret, signed.getBytes(StandardCharsets.UTF_8))));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void eachPartThatVonageMakesIsKnownByItsId() throws Exception {
        provider.answers(200, "{\"message-count\": \"2\", \"messages\": [{\"status\": \"0\", \"message-id\": \"A\"}, "
                + "{\"status\": \"0\", \"message-id\": \"B\"}]}");
        send("您的余额");
        Map<String, String> form = provider.asked().form();
        assertThat(form).containsAllEntriesOf(Map.of("from", "4570102030", "to", "4520123456", "text", "您的余额", "type", "unicode",
                "api_secret", SECRET));
        assertThat(sent).containsExactly(new PartSent(1, 2, 0, "vonage", "A"), new PartSent(2, 2, 0, "vonage", "B"));
    }

    @ParameterizedTest
    @CsvSource({"1, THROTTLED", "5, RETRY_LATER", "29, REFUSED"})
    void theStatusInTheAnswerDecides(String status, Outcome outcome) {
        provider.answers(200, "{\"messages\": [{\"status\": \"" + status + "\", \"error-text\": \"no\"}]}");
        var failure = failure("hello");
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.code()).isEqualTo(status);
    }

    @Test
    void anAnswerThatSaysNothingLeavesDoubt() {
        provider.answers(200, "<html>");
        assertThat(failure("hello").outcome()).isEqualTo(Outcome.UNCERTAIN);
    }
}
