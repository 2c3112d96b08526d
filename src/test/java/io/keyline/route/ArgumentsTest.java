package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What follows a keyword")
class ArgumentsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            100     | 100
            100.50  | 100.50
            100,50  | 100.50
            100,5   | 100.5
            0.01    | 0.01
            007     | 7
            100.    | 100
            "100"   | 100
            ١٠٠     | 100
            ١٠٠٫٥٠  | 100.50
            ۱۰۰     | 100
            १००     | 100
            １００．５０ | 100.50
            999999999999.99 | 999999999999.99
            """)
    void anAmount(String written, BigDecimal amount) {
        assertThat((BigDecimal) Arguments.parse("amount:amount").read(written).orElseThrow().get("amount")).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.000", "1,000", "1.000,00", "1,000.00", "-5", "−5", "+5", "1e9", "0x10", "hundred", "100kr", "kr", ".", ".5",
        "1'000", "١٬٠٠٠", "1234567890123", "10 0", "100 200", "👍", "100👍", "½", "Ⅻ", "∞", "NaN", "${amount}", ""})
    void whatMayMeanSomethingElseIsNoAmount(String written) {
        assertThat(Arguments.parse("amount:amount").read(written)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0,0", "42,42", "٤٢,42", "42.,42", "999999999999999999,999999999999999999"})
    void aNumber(String written, long number) {
        assertThat(Arguments.parse("number:number").read(written)).contains(Map.of("number", number));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-1", "1.5", "1,5", "one", "1000000000000000000"})
    void isNoNumber(String written) {
        assertThat(Arguments.parse("number:number").read(written)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            4711        | 4711
            4711.       | 4711
            «4711»      | 4711
            ４７１１     | 4711
            AB-12/3     | AB-12/3
            #4          | #4
            """)
    void aWordIsKeptAsItIsSpelled(String written, String word) {
        assertThat(Arguments.parse("account").read(written)).contains(Map.of("account", word));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4711 4712", " 4711\n4712 ", "4711\u00a04712", "4711\u30004712"})
    void everyKindOfSpacePartsWords(String written) {
        assertThat(Arguments.parse("from:word,to:word").read(written)).contains(Map.of("from", "4711", "to", "4712"));
        assertThat(Arguments.parse("account").read(written)).as("too many words").isEmpty();
    }

    @Test
    void whatMayBeMissing() {
        Arguments arguments = Arguments.parse("amount:amount, account?:word");
        assertThat(arguments.read("")).isEmpty();
        assertThat(arguments.read("   ")).isEmpty();
        assertThat(arguments.read("10")).contains(Map.of("amount", new BigDecimal("10")));
        assertThat(arguments.read("10 4711")).contains(Map.of("amount", new BigDecimal("10"), "account", "4711"));
        assertThat(arguments.read("10 4711 4712")).isEmpty();
    }

    @Test
    void theRestIsEverythingElseWithItsPunctuation() {
        Arguments arguments = Arguments.parse("topic:word,words:rest");
        assertThat(arguments.read("bill it is, well, wrong!  Really.")).contains(Map.of("topic", "bill", "words", "it is, well, wrong! Really."));
        assertThat(arguments.read("bill")).isEmpty();
        assertThat(Arguments.parse("words?:rest").read("")).contains(Map.of());
    }

    @Test
    void aCommandWithoutArgumentsDoesNotMindMoreWords() {
        assertThat(Arguments.parse("").read("me, please")).contains(Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            amount:money   | arguments: 'amount:money' has an unknown kind, write one of word, number, amount, rest
            Amount:amount  | arguments: 'Amount:amount' is not of the form name:kind, for example amount:amount
            amount amount  | arguments: 'amount amount' is not of the form name:kind, for example amount:amount
            amount:amount, | arguments: '' is not of the form name:kind, for example amount:amount
            a,a            | arguments: 'a' is there twice, give each its own name
            a?,b           | arguments: 'b' must not be missing, so it stands before 'a', which may be
            a:rest,b       | arguments: 'a:rest' takes all words, so it stands last
            """)
    void aWrongDeclarationIsRefused(String declaration, String message) {
        assertThatThrownBy(() -> Arguments.parse(declaration)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
