package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A text can be shown without a customer")
class TextOutlineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "Hello                                                            | Hello",
        "{company}: {balance, number, currency} on {asOf, date, medium}   | Acme: {balance} on {asOf}",
        "{n, plural, one {One day} other {# days, {name}}} left           | # days, {name} left",
        "{g, select, f {her {x}} other {their {company}}} thing           | their Acme thing",
        "It''s '{'so'}' and don't                                         | It's {so} and don't"})
    void withSettingsAndPlaceholders(String pattern, String outline) {
        assertThat(new Text("key", pattern, "en", ZoneOffset.UTC).with(Map.of("company", "Acme")).outline()).isEqualTo(outline);
    }
}
