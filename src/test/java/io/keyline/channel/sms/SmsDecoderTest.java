package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsDecoderTest {

    @ParameterizedTest
    @CsvSource(value = {
        "00, 0001021B65, @£$€",
        "01, 42414C40, BAL@",
        "02, 42E5, Bå",
        "03, E6F8E540, æøå@",
        "04, 42E5, Bå",
        "05, 93FA967B, 日本",
        "05, 1B2442467C4B5C1B2842, 日本",
        "06, B1D0DBD0DDE1, Баланс",
        "07, E9FAF8E4, יתרה",
        "08, 04110430043B, Бал",
        "08, D83DDE00, 😀",
        "0A, 1B2442467C4B5C1B2842, 日本",
        "0D, C6FCCBDC, 日本",
        "0E, C7D1B1B9, 한국",
        // general data coding: GSM, 8-bit and UCS-2, class 0
        "10, 001B65, @€",
        "14, E5, å",
        "18, 4F59, 余",
        "11, 001B65, @€",
        "48, 4F59, 余",
        "80, 001B65, @€",
        // message waiting
        "C0, 001B65, @€",
        "D8, 001B65, @€",
        "E0, 4F59, 余",
        // message class
        "F0, 001B65, @€",
        "F1, 001B65, @€",
        "F5, E5, å",
        "0F, 001B65, @€" })
    void dataCodings(String dataCoding, String octets, String text) {
        assertThat(decode(dataCoding, octets)).isEqualTo(text);
        // a signed byte, as PDU classes give it
        assertThat(SmsDecoder.decode((byte) Integer.parseInt(dataCoding, 16), hex(octets), null, null)).isEqualTo(text);
    }

    @Test
    void aConnectionMaySayInWhichCharsetItSendsDataCodingZero() {
        assertThat(SmsDecoder.decode(0, hex("40E6F8E5"), null, StandardCharsets.ISO_8859_1)).isEqualTo("@æøå");
        assertThat(SmsDecoder.decode(0, hex("C3A6"), null, StandardCharsets.UTF_8)).isEqualTo("æ");
        assertThat(SmsDecoder.decode(0xF1, hex("E6"), null, StandardCharsets.ISO_8859_1)).isEqualTo("æ");
        assertThat(SmsDecoder.decode(8, hex("00E6"), null, StandardCharsets.ISO_8859_1)).isEqualTo("æ");
    }

    @Test
    void nationalShiftTablesOfTheHeaderCountWhateverTheCharset() {
        Udh turkish = Udh.parse(hex("06240101250101"));
        assertThat(SmsDecoder.decode(0, hex("0B1B53"), turkish, null)).isEqualTo("ĞŞ");
        assertThat(SmsDecoder.decode(0, hex("0B1B53"), turkish, StandardCharsets.ISO_8859_1)).isEqualTo("ĞŞ");
    }

    @Test
    void aPairOfSurrogatesCutByTheSenderIsWholeAgainWhenThePartsAreJoined() {
        String first = decode("08", "0041D83D");
        String second = decode("08", "DE000042");
        assertThat(first + second).isEqualTo("A😀B");
    }

    @Test
    void halfACharacterAtTheEndIsShownAndAByteOrderMarkIsNot() {
        assertThat(decode("08", "004100")).isEqualTo("A\uFFFD");
        assertThat(decode("08", "FEFF0041")).isEqualTo("A");
    }

    @Test
    void nulIsReplacedBecausePostgresRefusesIt() {
        assertThat(decode("03", "410042")).isEqualTo("A\uFFFDB");
        assertThat(decode("08", "00410000")).isEqualTo("A\uFFFD");
        assertThat(SmsDecoder.decode(0, hex("4100"), null, StandardCharsets.US_ASCII)).isEqualTo("A\uFFFD");
    }

    @Test
    void rubbishNeverFailsInAnyCoding() {
        Random random = new Random(5219);
        for (int coding = 0; coding < 256; coding++) {
            for (int i = 0; i < 50; i++) {
                byte[] octets = new byte[random.nextInt(254)];
                random.nextBytes(octets);
                int dataCoding = coding;
                Udh udh = random.nextBoolean() ? Udh.parse(octets) : null;
                assertThatCode(() -> assertThat(SmsDecoder.decode(dataCoding, octets, udh, null)).doesNotContain("\0"))
                        .doesNotThrowAnyException();
            }
        }
    }

    private static String decode(String dataCoding, String octets) {
        return SmsDecoder.decode(Integer.parseInt(dataCoding, 16), hex(octets), null, null);
    }

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets);
    }
}
