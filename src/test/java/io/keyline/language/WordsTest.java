package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Words are compared as customers mean them")
class WordsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            BAL                        | bal
            '  bal   4711  '           | bal 4711
            “Bal”, please!             | bal please
            *stop*                     | stop
            <STOP>                     | stop
            Arrêt                      | arret
            ＢＡＬ　１２                | bal 12
            ST\u200BOP                 | stop
            b\u00ADa\uFEFFl            | bal
            \u202Ebal\u202C            | bal
            STRASSE straße             | strasse strasse
            Σας ΣΑΣ                    | σας σας
            СчЁт                       | счет
            HJÆLP                      | hjælp
            余额：123                   | 余额:123
            stop😡😡                    | stop 😡😡
            👍🏽                        | 👍
            1️⃣                         | 1
            - ... !                    | ''
            don´t                      | dont
            हिन्दी                         | हिन्दी
            ガ                          | ガ
            """)
    void fold(String text, String folded) {
        assertThat(Words.fold(unescape(text))).isEqualTo(Words.fold(folded)).isEqualTo(canonical(folded));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PAY 4711.            | PAY,4711
            METER -5 #4 100% .5  | METER,-5,#4,100%,.5
            “Håndværker” (ja)    | Håndværker,ja
            ４７１１              | 4711
            a - b                | a,b
            """)
    void splitKeepsTheCustomersSpelling(String text, String words) {
        assertThat(Words.split(text)).containsExactly(words.split(","));
    }

    @Test
    void anyWhiteSpacePartsWords() {
        assertThat(Words.fold("a\u00A0b\u3000c\u2028d\te\r\nf\u0085g\u0000h")).isEqualTo("a b c d e f g h");
    }

    @Test
    void foldingTwiceChangesNothing() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String folded = Words.fold(random(random));
            assertThat(Words.fold(folded)).isEqualTo(folded);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u05B0\u05C2", "\u0301", "\u0315\u0300", "\uD800", "\uDFFF", "余", "\u200B", "😀", "!", " ", "\uFDFA", "´"})
    void longHostileTextsTakeLittleTime(String piece) {
        String text = piece.repeat(100_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Words.fold(text).length() + Words.split(text).size());
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x250 : 0x20000));
        }
        return text.toString();
    }

    private static String unescape(String text) {
        return text.translateEscapes();
    }

    private static String canonical(String text) {
        return java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC).replace('ς', 'σ');
    }
}
