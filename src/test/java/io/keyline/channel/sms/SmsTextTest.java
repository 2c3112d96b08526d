package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "BAL; 0; 42414C",
        "@£$€[]{}; 0; 0001021B651B3C1B3E1B281B29",
        "æøåÆØÅ; 0; 1D0C0F1C0B0E",
        "Баланс; 8; 04110430043B0430043D0441",
        "余额; 8; 4F59989D",
        "😀; 8; D83DDE00",
        "'a`ç'; 8; 0061006000E7" })
    void theAlphabetAndItsOctetsGoTogether(String text, int dataCoding, String octets) {
        SmsText sms = SmsText.encode(text.replace("'", ""));
        assertThat(sms.alphabet().dataCoding()).isEqualTo((byte) dataCoding);
        assertThat(sms.parts()).hasSize(1);
        assertThat(HexFormat.of().withUpperCase().formatHex(sms.parts().getFirst())).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "‘It’s’ “here”; 'It's' \"here\"",
        "1–2 — −3‑4; 1-2 - -3-4",
        "wait…; wait...",
        "kr. 1\u00A0234,50 / 1\u202F234\u2009€; kr. 1 234,50 / 1 234 €",
        "so\u00ADft\u200B; soft",
        "\u2068+45 20\u2069; +45 20",
        "e\u0301a\u030A; éå",
        "« » • `; \"\"\" \"\" * '\"" })
    void substitutesThatLoseNothingKeepATextInGsm7(String text, String sent) {
        SmsText sms = SmsText.encode(text);
        assertThat(sms.alphabet()).isEqualTo(Alphabet.GSM7);
        assertThat(sms.text()).isEqualTo(sent);
    }

    @Test
    void aTextThatNeedsUcs2AnywayGoesAsItWasWritten() {
        SmsText sms = SmsText.encode("Баланс — 1\u00A0234 “€”…");
        assertThat(sms.alphabet()).isEqualTo(Alphabet.UCS2);
        assertThat(sms.text()).isEqualTo("Баланс — 1\u00A0234 “€”…");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 160, '160'",
        "a, 161, '152 9'",
        "a, 304, '152 152'",
        "a, 305, '152 152 1'",
        "[, 80, '160'",
        "[, 160, '152 152 16'",
        "я, 70, '140'",
        "я, 71, '132 10'",
        "я, 132, '132 132'",
        "😀, 35, '140'",
        "😀, 36, '132 12'",
        "😀, 67, '132 132 4'" })
    void partsAreCountedInSeptetsAndUtf16Units(String character, int times, String octets) {
        assertThat(sizes(SmsText.encode(character.repeat(times)))).isEqualTo(octets);
    }

    @Test
    void anEightBitReferenceLeavesMoreRoom() {
        assertThat(sizes(SmsText.encode("a".repeat(161), ConcatenationSpace.REFERENCE_8))).isEqualTo("153 8");
        assertThat(sizes(SmsText.encode("я".repeat(71), ConcatenationSpace.REFERENCE_8))).isEqualTo("134 8");
    }

    @Test
    void anEscapeStaysWithItsCharacter() {
        SmsText sms = SmsText.encode("a".repeat(151) + "€" + "b".repeat(20));
        assertThat(texts(sms)).containsExactly("a".repeat(151), "€" + "b".repeat(20));
    }

    @Test
    void aSurrogatePairStaysWhole() {
        SmsText sms = SmsText.encode("я".repeat(65) + "😀" + "я".repeat(9));
        assertThat(texts(sms)).containsExactly("я".repeat(65), "😀" + "я".repeat(9));
    }

    @ParameterizedTest
    @ValueSource(strings = { "👨‍👩‍👧", "👍🏽", "🇩🇰", "й̆" })
    void whatPeopleSeeAsOneCharacterStaysWhole(String grapheme) {
        SmsText sms = SmsText.encode("я".repeat(65) + grapheme + "я".repeat(9));
        assertThat(texts(sms)).containsExactly("я".repeat(65), grapheme + "я".repeat(9));
    }

    @Test
    void aCharacterLongerThanAPartIsCutBetweenSurrogatePairs() {
        String endless = "x👩" + "\u200D👩".repeat(60);
        List<String> parts = texts(SmsText.encode(endless));
        assertThat(String.join("", parts)).isEqualTo(endless);
        assertThat(parts).allSatisfy(part -> assertThat(part.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    }

    @Test
    void morePartsThanCanBeJoinedAreRefused() {
        assertThat(SmsText.encode("a".repeat(255 * 152)).parts()).hasSize(255);
        assertThatThrownBy(() -> SmsText.encode("a".repeat(255 * 152 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A text of 38761 characters needs 256 short messages (GSM7); at most 255 can be joined");
        assertThatThrownBy(() -> SmsText.encode("я".repeat(255 * 66 + 1))).hasMessageContaining("needs 256 short messages (UCS2)");
    }

    @Test
    void anEmptyTextIsOneEmptyPart() {
        assertThat(sizes(SmsText.encode(""))).isEqualTo("0");
    }

    @Test
    void randomTextsComeBackFromTheirPartsInAnyMixtureOfScripts() {
        String[] pieces = { "a", "Z", " ", "[", "€", "\f", "æ", "Ω", "я", "余", "😀", "👨‍👩‍👧", "e\u0301", "’", "\u202F", "\uD83D", "\uDE00" };
        Random random = new Random(16);
        for (int i = 0; i < 3_000; i++) {
            int kinds = 1 + random.nextInt(pieces.length);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(400); length > 0; length--) {
                text.append(pieces[random.nextInt(kinds)]);
            }
            SmsText sms = SmsText.encode(text.toString());
            int limit = sms.parts().size() == 1 ? ConcatenationSpace.single(sms.alphabet()) : sms.alphabet() == Alphabet.GSM7 ? 152 : 132;
            assertThat(sms.parts()).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(limit));
            assertThat(String.join("", texts(sms))).isEqualTo(sms.text());
            if (sms.alphabet() == Alphabet.UCS2) {
                assertThat(sms.text()).isEqualTo(text.toString());
            }
        }
    }

    private static List<String> texts(SmsText sms) {
        return sms.parts().stream().map(part -> SmsDecoder.decode(sms.alphabet().dataCoding(), part, null, null)).toList();
    }

    private static String sizes(SmsText sms) {
        return String.join(" ", sms.parts().stream().map(part -> String.valueOf(part.length)).toList());
    }
}
