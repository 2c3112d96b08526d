package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is kept as JSON comes back")
class JsonTest {

    @Test
    void numbersKeepTheirDigits() {
        Map<String, Object> kept = Map.of("amount", new BigDecimal("1234567890123456789.10"), "count", 3);
        assertThat(Json.names(Json.write(kept))).isEqualTo(kept);
    }

    @Test
    void theDatabaseTakesWhateverTextThereIs() throws Exception {
        String hostile = "a\0b \u202e '\"\\ \\u0000 {} \uD83D";
        try (Database database = TestDatabase.fresh()) {
            String kept = database.jdbi().withHandle(handle -> handle.createQuery("select cast(:json as jsonb) ->> 'text'")
                    .bind("json", Json.write(Map.of("text", hostile))).mapTo(String.class).one());
            assertThat(kept).startsWith("ab \u202e '\"\\ \\u0000 {} ");
        }
    }

    @Test
    void whatCannotBeKeptOrReadIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> Json.write(List.of(new Object()))).hasMessageContaining("cannot be kept as JSON").hasMessageNotContaining("@");
        assertThatThrownBy(() -> Json.names("secret")).hasMessageNotContaining("secret");
    }
}
