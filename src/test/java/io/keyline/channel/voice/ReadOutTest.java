package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Spoken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadOutTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Balance of account 4711 on Nov 22, 2026: €1,250.50. | Balance of account 4 7 1 1 on Nov 22, 2026: €1,250.50.",
        "Order 3456-2 comes on 1 December 2026. | Order 3 4 5 6 2 comes on 1 December 2026.",
        "Your report has the number F-10023. | Your report has the number F 1 0 0 2 3.",
        "We will call +4520123456 soon. | We will call + 4 5 2 0 1 2 3 4 5 6 soon.",
        "Call +45 70 10 20 30 | Call + 4 5 7 0 1 0 2 0 3 0",
        "1 250,50 kr. and 12.345,00 kr. and 1234.50 | 1 250,50 kr. and 12.345,00 kr. and 1234.50",
        "on 2026-12-01, at 10:30 | on 2026-12-01, at 10:30",
        "Баланс счёта 4711: 1 250,50 € | Баланс счёта 4 7 1 1: 1 250,50 €",
        "账户4711余额 | 账户4 7 1 1余额"})
    void digitsOfWhatIsNoAmountAreReadOneByOne(String text, String heard) {
        assertThat(ReadOut.of(text)).isEqualTo(heard);
    }

    @Test
    void linesAreSentencesAndWhatXmlCannotCarryIsGone() {
        assertThat(ReadOut.of("One\nTwo.\n\nThree\u0000\u001b\ud800\ufffe!")).isEqualTo("One. Two. Three!");
    }

    @Test
    void whatIsTooLongIsCutAfterASentence() {
        String text = "A sentence of some length. ".repeat(30).strip();

        assertThat(Spoken.isTooLong(List.of(text))).isTrue();
        assertThat(Spoken.isTooLong(List.of("Short."))).isFalse();
        assertThat(Spoken.beginning(text)).hasSizeBetween(400, 455).endsWith("length.");
        assertThat(Spoken.beginning("x".repeat(1000))).hasSize(450);
        assertThat(Spoken.beginning("句子很长。".repeat(60))).hasSizeBetween(100, 200).endsWith("。");
    }
}
