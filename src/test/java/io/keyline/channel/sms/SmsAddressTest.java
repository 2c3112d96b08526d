package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsAddressTest {

    @ParameterizedTest(name = "type {0}, {1} in {2} is {3}, answerable: {4}")
    @CsvSource({
            // international, as most SMSCs send it
            "1, 4512345678, , +4512345678, true",
            "1, +4512345678, , +4512345678, true",
            "1, 004512345678, , +4512345678, true",
            "0, +4512345678, , +4512345678, true",
            "0, 004512345678, DK, +4512345678, true",
            // without a type: the region knows
            "0, 4520123456, DK, +4520123456, true",
            "0, 20123456, DK, +4520123456, true",
            "2, 20123456, DK, +4520123456, true",
            "2, 015112345678, DE, +4915112345678, true",
            "0, 4915112345678, DK, +4915112345678, true",
            // without a region: long ones have their country code, others go back as they came
            "0, 4520123456, , +4520123456, true",
            "2, 20123456, , 20123456, true",
            // nobody can answer these
            "5, Keyline, , Keyline, false",
            "5, 12345678, , 12345678, false",
            "0, Bank24, DK, Bank24, false",
            "3, 1234, DK, 1234, false",
            "1, 1234, , 1234, false",
            "1, 1234567890123456, , 1234567890123456, false",
    })
    void aSenderIsMadeE164WhereItCanBe(int type, String address, String region, String value, boolean answerable) {
        assertThat(SmsAddress.of(type, address, region)).isEqualTo(new SmsAddress(value, answerable));
    }

    @Test
    void noSenderIsNobody() {
        assertThat(SmsAddress.of(0, null, "DK")).isEqualTo(new SmsAddress("", false));
    }
}
