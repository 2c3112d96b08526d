package io.keyline.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioSignatureTest {

    private static final List<Map.Entry<String, String>> CALL = List.of(Map.entry("Digits", "1234"), Map.entry("To", "+18005551212"),
            Map.entry("From", "+14158675309"), Map.entry("Caller", "+14158675309"), Map.entry("CallSid", "CA1234567890ABCDE"));
    private static final String URL = "https://example.com/myapp.php?foo=1&bar=2";
    private final TwilioSignature signature = new TwilioSignature(List.of("12345", ""));

    @Test
    void theExampleOfTwiliosDocumentation() {
        // the classic one of "Validating signatures from Twilio"
        assertThat(TwilioSignature.of("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", CALL)).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    @Test
    void aSignedRequestIsTaken() {
        assertThat(signature.refusal(request(URL, CALL, TwilioSignature.of("12345", URL, CALL)))).isEmpty();
    }

    @Test
    void eitherTokenCountsWhileTheyAreChanged() {
        TwilioSignature both = new TwilioSignature(List.of("12345", "next"));

        assertThat(both.refusal(request(URL, CALL, TwilioSignature.of("next", URL, CALL)))).isEmpty();
        assertThat(both.refusal(request(URL, CALL, TwilioSignature.of("other", URL, CALL)))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/a?b=c%20d, https://example.com:443/a?b=c%20d", "https://example.com:443/a, https://example.com/a",
            "http://example.com/a, http://example.com:80/a", "https://example.com:8443/a, https://example.com/a"})
    void theStandardPortMayBeSaidOrNot(String called, String signed) {
        assertThat(signature.refusal(request(called, CALL, TwilioSignature.of("12345", signed, CALL)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/myapp.php?foo=1&bar=2", "https://example.com/myapp.php?bar=2&foo=1",
            "https://example.com/myapp.php?foo=1", "https://evil.example/myapp.php?foo=1&bar=2", "https://example.com/myapp.php?foo=%31&bar=2"})
    void theSignatureOfAnotherUrlIsRefused(String signed) {
        assertThat(signature.refusal(request(URL, CALL, TwilioSignature.of("12345", signed, CALL)))).get().asString()
                .contains("web.url").doesNotContain("12345");
    }

    @Test
    void aParameterThatWasAddedOrChangedIsRefused() {
        String signed = TwilioSignature.of("12345", URL, CALL);
        List<Map.Entry<String, String>> changed = List.of(Map.entry("Digits", "1235"), Map.entry("To", "+18005551212"));

        assertThat(signature.refusal(request(URL, changed, signed))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AAAA", "RSOYDt4T1cUTdK1PDd93/VVr8B8"})
    void aSignatureThatIsMissingOrMadeUpIsRefused(String given) {
        assertThat(signature.refusal(request(URL, CALL, given))).isPresent();
    }

    @Test
    void withoutATokenNobodyIsBelieved() {
        assertThat(new TwilioSignature(List.of("", " ")).refusal(request(URL, CALL, TwilioSignature.of(" ", URL, CALL)))).isPresent();
    }

    @Test
    void aBodyThatIsNoFormIsSignedByItsHash() {
        String hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // of "hello"
        String url = "https://example.com/a?bodySHA256=" + hash;
        String signed = TwilioSignature.of("12345", url, List.of());

        assertThat(signature.refusal(json(url, hash, signed, "hello"))).isEmpty();
        assertThat(signature.refusal(json(url, hash, signed, "hellO"))).isPresent();
    }

    private static HttpRequest request(String url, List<Map.Entry<String, String>> form, String given) {
        return new HttpRequest("POST", url, List.of(), form, Map.of("x-twilio-signature", given), new byte[] {1}, "127.0.0.1");
    }

    private static HttpRequest json(String url, String hash, String given, String body) {
        return new HttpRequest("POST", url, List.of(Map.entry("bodySHA256", hash)), List.of(), Map.of("x-twilio-signature", given),
                body.getBytes(StandardCharsets.UTF_8), "127.0.0.1");
    }
}
