package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdhTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // octets, reference, total, number, wide, locking, single, length
        "050003AA0201414243,       170, 2, 1, false, 0, 0, 6",
        "060804FFFE0303414243,     65534, 3, 3, true, 0, 0, 7",
        "0325010141,               -, 0, 0, false, 1, 0, 4",
        "06240102250103,           -, 0, 0, false, 3, 2, 7",
        "0B0003070201240106250106, 7, 2, 1, false, 6, 6, 12",
        // an unknown element before: application ports
        "0B05041583158300030703024142, 7, 3, 2, false, 0, 0, 12",
        // twice: the last counts
        "0A0003010201000302020241, 2, 2, 2, false, 0, 0, 11",
        // part 0, part 3 of 2, a wrong element length
        "050003AA020041,           -, 0, 0, false, 0, 0, 6",
        "050003AA020341,           -, 0, 0, false, 0, 0, 6",
        "040002AA0241,             -, 0, 0, false, 0, 0, 5",
        // an element that says it is longer than the header
        "05000AAA020141,           -, 0, 0, false, 0, 0, 6",
        "0125,                     -, 0, 0, false, 0, 0, 2",
        "00,                       -, 0, 0, false, 0, 0, 1",
        // a header longer than the data: all of it is text
        "42414C,                   -, 0, 0, false, 0, 0, 0" })
    void headers(String octets, Integer reference, int total, int number, boolean wide, int locking, int single, int length) {
        assertThat(Udh.parse(HexFormat.of().parseHex(octets)))
                .isEqualTo(new Udh(reference, total, number, wide, locking, single, length));
    }

    @Test
    void noDataIsNoHeader() {
        assertThat(Udh.parse(new byte[0])).isEqualTo(new Udh(null, 0, 0, false, 0, 0, 0));
    }

    @Test
    void rubbishNeverFailsAndNeverReachesBeyondTheData() {
        Random random = new Random(23040);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(20)];
            random.nextBytes(octets);
            if (octets.length > 0 && random.nextBoolean()) {
                octets[0] = (byte) random.nextInt(octets.length);
            }
            assertThatCode(() -> assertThat(Udh.parse(octets).length()).isBetween(0, octets.length)).doesNotThrowAnyException();
        }
    }

    @Test
    void aPartIsMarkedWithASixteenBitReference() {
        byte[] header = Udh.concatenation(0xABCD, 255, 200);
        assertThat(HexFormat.of().withUpperCase().formatHex(header)).isEqualTo("060804ABCDFFC8");
        assertThat(Udh.parse(header)).isEqualTo(new Udh(0xABCD, 255, 200, true, 0, 0, 7));
    }
}
