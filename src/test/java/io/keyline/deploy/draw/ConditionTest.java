package io.keyline.deploy.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A condition on an arrow")
class ConditionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "${body} == 'yes'                | body             | yes",
        "${body}=='yes'                  | body             | yes",
        "${variable.outcome} == \"ok\"   | variable.outcome | ok",
        "${body[active]} == true         | body[active]     | true"})
    void isReadIfItComparesOneThingWithOneValue(String expression, String subject, String value) {
        assertThat(Condition.parse(expression)).contains(new Condition(subject, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${body} > 1", "${body} == 'a' && ${body} == 'b'", "${body} == ${variable.x}", "${body} != 'a'", "true", "", "${}"})
    void isNotReadIfItSaysMore(String expression) {
        assertThat(Condition.parse(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "${variable.amount} > 100                                            | amount > 100",
        "${body[state]} != 'closed' && ${exchangeProperty.CamelLoopIndex} != 31 | body[state] ≠ 'closed' and CamelLoopIndex ≠ 31",
        "3                                                                   | 3"})
    void isShownAsPeopleReadIt(String expression, String label) {
        assertThat(Condition.shortened(expression)).isEqualTo(label);
    }

    @Test
    void isCutIfItIsLong() {
        String label = Condition.shortened("x🙂".repeat(100));
        assertThat(label).endsWith("🙂x…");
        assertThat(label.codePointCount(0, label.length())).isEqualTo(60);
    }
}
