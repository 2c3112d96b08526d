package io.keyline.channel.ussd;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.ussd.Inputs.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a gateway sends is a number and an input")
class UssdRequestTest {

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(5);

    private static UssdRequest request(String text, String id) {
        return new UssdRequest("s", "+4520123456", "*123#", text, Optional.ofNullable(id));
    }

    @ParameterizedTest
    @CsvSource({"+254711222333,,+254711222333", "254711222333,,+254711222333", "20123456,DK,+4520123456", "4520123456,DK,+4520123456",
        "0711222333,KE,+254711222333"})
    void numbersBecomeInternational(String sent, String region, String number) {
        assertThat(UssdRequest.e164(sent, region)).hasValue(number);
    }

    @ParameterizedTest
    @CsvSource({"Anna", "''", "+", "12345", "+1234567890123456", "+45201234 56"})
    void othersAreNoNumbers(String sent) {
        assertThat(UssdRequest.e164(sent, "DK")).isEmpty();
    }

    @Test
    void ofAllInputsTheNewOneIsWhatFollowsThoseBefore() {
        assertThat(Inputs.ALL.after("", request("1", null), SOON)).hasValue(new Step("1", "1"));
        assertThat(Inputs.ALL.after("1", request("1*2*3", null), SOON)).hasValue(new Step("1*2*3", "2*3"));
        assertThat(Inputs.ALL.after("1", request("1*", null), SOON)).hasValue(new Step("1*", ""));
        assertThat(Inputs.ALL.after("1", request("1", null), LATER)).isEmpty();
        assertThat(Inputs.ALL.after("1*2", request("1", null), LATER)).isEmpty();
        assertThat(Inputs.ALL.after("1", request("12", null), LATER)).isEmpty();
    }

    @Test
    void theLastInputAloneIsNewUnlessItComesAgainAtOnce() {
        assertThat(Inputs.LAST.after("3 1", request("1", null), SOON)).isEmpty();
        assertThat(Inputs.LAST.after("3 1", request("1", null), LATER)).hasValue(new Step("4 1", "1"));
        assertThat(Inputs.LAST.after("3 1", request("2", null), SOON)).hasValue(new Step("4 2", "2"));
    }

    @Test
    void aNumberedRequestIsKnownByItsNumber() {
        assertThat(Inputs.LAST.after("r7", request("1", "r7"), LATER)).isEmpty();
        assertThat(Inputs.LAST.after("r7", request("1", "r8"), SOON)).hasValue(new Step("r8", "1"));
    }
}
