package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.ReceiptState;
import io.keyline.hub.SendException.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The examples of docs/channels/providers.md")
class OwnProviderTest extends ProviderCase {

    private static final Map<String, String> SETTINGS = Map.of("ACME_PATH", "k3J", "ACME_SECRET", SECRET, "ACME_TOKEN", "t0k3n");

    OwnProviderTest() throws Exception {
    }

    /** The example with these words in it. */
    private static String example(String words) throws Exception {
        String docs = Files.readString(Path.of("docs/channels/providers.md"));
        return Arrays.stream(docs.split("```yaml\n")).skip(1).map(block -> block.split("```")[0]).filter(block -> block.contains(words))
                .findFirst().orElseThrow();
    }

    private void startAcme() throws Exception {
        start(example("acme-in"), "https://api.acme.example", SETTINGS);
    }

    private int webhook(String body, String signature) {
        return provider.post(web.url() + "/acme/k3J", "application/json", body, "X-Acme-Signature", signature).statusCode();
    }

    private static byte[] hmac(String body) {
        return HmacSignature.of("HmacSHA256", SECRET, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void severalMessagesAndReceiptsComeInOneRequest() throws Exception {
        startAcme();
        String body = """
                {"events": [
                  {"message": {"id": "m1", "sender": "+4520123456", "recipient": "+4570102030", "text": "BAL {\\"x\\": 1} æ"}},
                  {"receipt": {"id": "r1", "status": "lost", "reason": "handset off"}},
                  {"message": {"sender": "+4520123456", "text": "without an id"}},
                  {"message": {"id": "m2", "sender": "Advert", "recipient": "+4570102030", "text": "buy"}}]}""";
        assertThat(webhook(body, "sha256=" + HexFormat.of().formatHex(hmac(body)))).isEqualTo(204);
        Arrival.Text text = (Arrival.Text) arrivals.get(0);
        Arrival.Receipt receipt = (Arrival.Receipt) arrivals.get(1);
        assertThat(List.of(text.text(), text.from(), text.answerable())).containsExactly("BAL {\"x\": 1} æ", "+4520123456", true);
        assertThat(List.of(receipt.providerId(), receipt.state(), receipt.error())).containsExactly("r1", ReceiptState.UNDELIVERABLE, "handset off");
        assertThat(arrivals.get(2)).isInstanceOf(Arrival.Unreadable.class);
        assertThat(((Arrival.Text) arrivals.get(3)).answerable()).isFalse();
    }

    @Test
    void theSignatureIsThatOfTheBody() throws Exception {
        startAcme();
        assertThat(webhook("{}", Base64.getEncoder().encodeToString(hmac("{}")))).isEqualTo(204);
        assertThat(webhook("{} ", Base64.getEncoder().encodeToString(hmac("{}")))).isEqualTo(401);
        assertThat(webhook("{}", "sha256=")).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[[[[", "nonsense"})
    void whatIsNoJsonIsKept(String body) throws Exception {
        startAcme();
        assertThat(webhook(body, HexFormat.of().formatHex(hmac(body)))).isEqualTo(204);
        assertThat(arrivals).singleElement().isInstanceOf(Arrival.Unreadable.class);
    }

    @Test
    void whatIsSentIsEncodedForItsPlace() throws Exception {
        startAcme();
        provider.answers(202, "{\"messages\": [{\"id\": \"x1\"}]}");
        send("say \"{to}\", \"recipients\": [\"+1\"] \\ \n");
        Provider.Asked asked = provider.asked();
        assertThat(asked.body()).isEqualTo("{\"sender\":\"+4570102030\",\"recipients\":[\"+4520123456\"],\"content\":{\"text\":"
                + "\"say \\\"{to}\\\", \\\"recipients\\\": [\\\"+1\\\"] \\\\ \\n\",\"charset\":\"gsm\"}}");
        assertThat(asked.headers()).containsEntry("Authorization", "Bearer t0k3n").containsEntry("Idempotency-Key", "77");
        assertThat(sent).containsExactly(new PartSent(1, 1, 0, "acme", "x1"));
    }

    @ParameterizedTest
    @CsvSource({"422, REFUSED, unknown number", "429, THROTTLED, unknown number", "503, RETRY_LATER, unknown number", "302, UNCERTAIN, unknown number"})
    void theAnswerDecidesAndSaysWhy(int status, Outcome outcome, String code) throws Exception {
        startAcme();
        provider.answers(status, "{\"error\": {\"code\": \"unknown number\"}}");
        var failure = failure("hello");
        assertThat(List.of(failure.outcome(), failure.code())).containsExactly(outcome, code);
    }

    @Test
    void whoDoesNotAnswerInTimeLeavesDoubt() throws Exception {
        start(example("acme-in").replace("longest: 612", "timeout: 1"), "https://api.acme.example", SETTINGS);
        provider.answers(-1, "");
        assertThat(failure("hello").outcome()).isEqualTo(Outcome.UNCERTAIN);
    }

    @Test
    void onlyWhoIsListedMayCall() throws Exception {
        start(example("acme-in").replace("each: /events", "each: /events\n        allowFrom: 192.0.2.0/24, 2001:db8::1"),
                "https://api.acme.example", SETTINGS);
        assertThat(webhook("{}", HexFormat.of().formatHex(hmac("{}")))).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"{text}\"|\"{txet}\"|{txet} stands for nothing here", "signature: HMAC|signature: MAGIC|MAGIC",
            "signatureHeader|signatureHaeder|signatureHaeder", "path: /acme|path: acme|path should be", "lost=UNDELIVERABLE|lost=GONE|GONE",
            "url: https:|url: ftp:|url should be", "id: /message/id|to: /x|names the fields from and id"})
    void whatCannotBeIsSaidWhenTheRouteIsLoaded(String right, String wrong, String said) throws Exception {
        assertThatThrownBy(() -> start(example("acme-in").replace(right, wrong), "nothing", SETTINGS))
                .satisfies(failure -> assertThat(org.apache.camel.util.ObjectHelper.createExceptionIterable(failure))
                        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(said)));
    }

    @Test
    void theProviderOnWhichTheCustomerWroteMayBeChosen() throws Exception {
        String taken = "- route: { id: %1$s, from: { uri: direct:by-%1$s, steps: [ { setBody: { constant: %1$s } } ] } }\n";
        start(example("body.via") + taken.formatted("acme") + taken.formatted("twilio"), "nothing", Map.of());
        Outgoing said = outgoing("hello");
        for (String via : Arrays.asList("acme", "twilio", null)) {
            Outgoing message = new Outgoing(1, "sms", said.from(), said.to(), "hi", null, List.of(), said.parts(), null, null, via);
            String by = camel.createProducerTemplate().requestBody("direct:out", message, String.class);
            assertThat(by).isEqualTo("acme".equals(via) ? "acme" : "twilio");
        }
    }
}
