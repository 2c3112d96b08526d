package io.keyline.channel.gsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gsm0338Test {

    /** 3GPP TS 23.038, 6.2.1, column by column as the standard prints it; ¬ is the escape. */
    private static final String[] COLUMNS = {
        "@£$¥èéùìòÇ\nØø\rÅå", "Δ_ΦΓΛΩΠΨΣΘΞ¬ÆæßÉ", " !\"#¤%&'()*+,-./", "0123456789:;<=>?",
        "¡ABCDEFGHIJKLMNO", "PQRSTUVWXYZÄÖÑÜ§", "¿abcdefghijklmno", "pqrstuvwxyzäöñüà" };

    private static final String CHARACTERS = String.join("", COLUMNS).replace("¬", "") + "\f^{}\\[~]|€";

    @Test
    void everyCharacterOfTheDefaultAlphabetHasItsCode() {
        for (int code = 0; code < 128; code++) {
            char character = COLUMNS[code >> 4].charAt(code & 15);
            if (character == '¬') {
                continue;
            }
            assertThat(Gsm0338.encode(String.valueOf(character))).as("code %x", code).containsExactly(code);
            assertThat(Gsm0338.decode(new byte[] { (byte) code }, 0, 0)).as("code %x", code).isEqualTo(String.valueOf(character));
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = { "0A, \"\f\"", "14, ^", "28, {", "29, }", "2F, \\", "3C, [", "3D, ~", "3E, ]", "40, |", "65, €" })
    void theExtensionTableTakesTwoSeptets(String code, String character) {
        assertThat(hex(Gsm0338.encode(character))).isEqualTo("1B" + code);
        assertThat(Gsm0338.septets(character)).isEqualTo(2);
        assertThat(decode("1B" + code, 0, 0)).isEqualTo(character);
    }

    @Test
    void nothingElseOfTheWholePlaneFits() {
        for (int c = 0; c <= 0xFFFF; c++) {
            String character = String.valueOf((char) c);
            boolean listed = CHARACTERS.contains(character);
            assertThat(Gsm0338.encode(character) != null).as("U+%04X", c).isEqualTo(listed);
            assertThat(Gsm0338.septets(character) > 0).as("U+%04X", c).isEqualTo(listed);
        }
    }

    @Test
    void randomTextsComeBackAsTheyWere() {
        Random random = new Random(338);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(200); length > 0; length--) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            byte[] octets = Gsm0338.encode(text.toString());
            assertThat(Gsm0338.decode(octets, 0, 0)).isEqualTo(text.toString());
            assertThat(Gsm0338.septets(text.toString())).isEqualTo(octets.length);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "0001021B650F7F, @£$€åà",
        "1D0C0F1C0B0E, æøåÆØÅ",
        "411B, A",
        "1B41, A",
        "1B1B41, \" A\"",
        "41C142, A\uFFFDB",
        "1BC1, \uFFFD",
        "\"\", \"\"" })
    void oddInputIsReadAsFarAsItGoes(String octets, String text) {
        assertThat(decode(octets, 0, 0)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        // Turkish
        "1, 0, 04070B0C1C1D4060, €ıĞğŞşİç",
        "0, 1, 1B471B491B531B631B671B691B731B65, ĞİŞçğış€",
        // Spanish has no locking table
        "2, 2, 041B091B411B491B4F1B551B611B691B6F1B75, èçÁÍÓÚáíóú",
        // Portuguese
        "3, 0, 040607080B121516171A5B5D607B7D, êúíóÔª∞^\\|ÃÚ~ã`",
        "0, 3, 1B051B0B1B121B181B1F1B411B5B1B5C1B611B7B1B7C1B7F, êÔΦΣÊÀÃÕÂãõâ",
        // Bengali to Urdu: first code, a letter of the middle, last code; then a digit of the single shift table
        "4, 4, 0044467F1B1C, ঁরলৱ২",
        "5, 5, 00467F1B1C, ઁલ૱૦",
        "6, 6, 00157F1B1C, ँकॿ०",
        "7, 7, 0123247F1B1C, ಂಠಡೣ೦",
        "8, 8, 01157F1B1C1B34, ംക൹൦ൿ",
        "9, 9, 0046477F1B1C, ଁଲଳୣ୦",
        "10, 10, 00157F1B1C1B23, ਁਕੴ੦੭",
        "11, 11, 01157F1B1C1B24, ஂக௹௦௮",
        "12, 12, 00157F1B1C1B221B231B65, ఁకౣ౦౬౭€",
        "13, 13, 0001157F1B1C1B3F, اآڅٰ۰۔" })
    void nationalShiftTables(int locking, int single, String octets, String text) {
        assertThat(decode(octets, locking, single)).isEqualTo(text);
    }

    @Test
    void aWholeSentenceInHindi() {
        // namaste, by the codes of table A.3.6
        assertThat(decode("2F424C5F2759", 6, 0)).isEqualTo("नमस्ते");
    }

    @Test
    void whatASingleShiftTableLacksIsTakenFromTheLockingTable() {
        assertThat(decode("1B04", 1, 2)).isEqualTo("€");
        assertThat(decode("1B42", 0, 1)).isEqualTo("B");
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 })
    void indicTablesShareDigitsLatinLettersAndBrackets(int language) {
        assertThat(decode("0A0D2021" + "2829" + "2C2E" + "303132333435363738393A3B3F" + "61627A", language, language))
                .isEqualTo("\n\r !" + ")(" + ",." + "0123456789:;?" + "abz");
        assertThat(decode("1B001B011B051B0A1B161B281B291B2F1B3C1B401B411B5A1B65", language, language)).isEqualTo("@£\"\f_{}\\[|AZ€");
    }

    /** All 28 tables once were compared, code by code, with two independent transcriptions of the standard; this keeps them so. */
    @Test
    void noTableHasChangedSinceItWasProofread() {
        CRC32 crc = new CRC32();
        for (NationalLanguage language : NationalLanguage.values()) {
            crc.update(String.valueOf(language.locking).getBytes(StandardCharsets.UTF_16BE));
            crc.update(String.valueOf(language.single).getBytes(StandardCharsets.UTF_16BE));
        }
        assertThat(crc.getValue()).isEqualTo(0x1C3E04E1L);
    }

    @Test
    void aReservedLanguageIsTheDefault() {
        assertThat(decode("001B65", 14, 255)).isEqualTo("@€");
    }

    private static String decode(String octets, int locking, int single) {
        return Gsm0338.decode(HexFormat.of().parseHex(octets), locking, single);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }
}
