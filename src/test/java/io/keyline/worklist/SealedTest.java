package io.keyline.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What was sealed is never shown")
class SealedTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"sealed":"abc"}                       | ****
            {"pin":{"sealed":"abc"},"n":1}         | {"pin":"****","n":1}
            [{"sealed":"abc"},{"a":{"sealed":1}}]  | ["****",{"a":"****"}]
            {"sealed":"x"} and I am angry          | {"sealed":"x"} and I am angry
            my letter is sealed                    | my letter is sealed
            {"plan":"Gold"}                        | {"plan":"Gold"}
            """)
    void hides(String stored, String shown) {
        assertThat(Sealed.hidden(stored)).isEqualTo(shown);
    }
}
