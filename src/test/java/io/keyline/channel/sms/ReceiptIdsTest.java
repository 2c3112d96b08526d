package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptIdsTest {

    @ParameterizedTest
    @CsvSource({
        "AS_SENT, 0000001234, 1234",
        "AS_SENT, 1F2E, 1f2e",
        "AS_SENT, 6f9619ff-8b86-d011, 6F9619FF-8B86-D011",
        "AS_SENT, 0000, 0",
        "HEX_TO_DECIMAL, 1A2B3C4D, 439041101",
        "HEX_TO_DECIMAL, 0000001f, 0000000031",
        "HEX_TO_DECIMAL, 10, 16",
        "HEX_TO_DECIMAL, FFFFFFFFFFFFFFFFFFFF, 1208925819614629174706175",
        "DECIMAL_TO_HEX, 439041101, 1A2B3C4D",
        "DECIMAL_TO_HEX, 0031, 0000001F",
        "DECIMAL_TO_HEX, 1208925819614629174706175, ffffffffffffffffffff" })
    void theResponseAndItsReceiptMeet(ReceiptIds rule, String response, String receipt) {
        assertThat(rule.ofResponse(response)).isEqualTo(rule.ofReceipt(receipt));
    }

    @ParameterizedTest
    @CsvSource({
        "AS_SENT, 10, 16",
        "AS_SENT, 100, 10",
        "HEX_TO_DECIMAL, 10, 10",
        "DECIMAL_TO_HEX, 16, 16" })
    void othersDoNot(ReceiptIds rule, String response, String receipt) {
        assertThat(rule.ofResponse(response)).isNotEqualTo(rule.ofReceipt(receipt));
    }

    @ParameterizedTest
    @CsvSource({
        "HEX_TO_DECIMAL, 00XYZ, xyz",
        "HEX_TO_DECIMAL, -1f, -1f",
        "HEX_TO_DECIMAL, ' 1F ', 31",
        "DECIMAL_TO_HEX, 12ab, 12ab",
        "DECIMAL_TO_HEX, ١٢, ١٢",
        "HEX_TO_DECIMAL, '', ''" })
    void anIdThatIsNoNumberIsOnlyNormalised(ReceiptIds rule, String response, String normal) {
        assertThat(rule.ofResponse(response)).isEqualTo(normal);
    }
}
