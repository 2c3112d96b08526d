package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A short code names the question and the choice")
class ShortCodeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1a, 1, 0", "1A, 1, 0", "1 a, 1, 0", "#1 a, 1, 0", "' \"12  C.\" ', 12, 2", "1 'b', 1, 1", "١a, 1, 0", "１ｂ, 1, 1", "2z, 2, 25",
            "\u200F1a, 1, 0", "1а, 1, 0", "1С, 1, 2"})
    void codes(String text, int question, int choice) {
        assertThat(ShortCode.read(text)).contains(new ShortCode(question, choice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "a", "a1", "0a", "1ab", "1a 2b", "1 a day", "12345a", "-", "1б", "ack #4", "1\u0000\uD800"})
    void otherTexts(String text) {
        assertThat(ShortCode.read(text)).isEmpty();
    }
}
