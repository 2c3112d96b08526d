package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A wait counts days by the calendar and hours by the clock")
class WaitTest {

    private static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(COPENHAGEN).toInstant();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"30s,0,PT30S,30s", "10m,0,PT10M,10m", "48h,0,PT48H,48h", "2d,2,PT0S,2d", "2d 3h,2,PT3H,2d 3h", "2d3h,2,PT3H,2d 3h",
            "' 1d 90m ',1,PT90M,1d 1h 30m", "1h 30m 15s,0,PT1H30M15S,1h 30m 15s", "9999d,9999,PT0S,9999d"})
    void readsAndSays(String text, int days, Duration exact, String said) {
        assertThat(Wait.parse(text)).isEqualTo(new Wait(days, exact)).hasToString(said);
        assertThat(Wait.parse(said)).isEqualTo(Wait.parse(text));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", " ", "0s", "0d 0h", "5", "2w", "3h 2d", "1h 1h", "-1h", "1.5h", "24H", "99999d", "soon", "24h,36h"})
    void refusesWhatIsNoWait(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Wait.parse(text))
                .withMessage("'" + text + "' is no time to wait, write for example 30s, 10m, 48h, 2d or 2d 3h");
    }

    @ParameterizedTest(name = "{0} from {1} is {2}")
    @CsvSource({
        // 29 March 2026: 02:00 becomes 03:00, the day has 23 hours
        "1d,2026-03-28T12:00,2026-03-29T12:00", "24h,2026-03-28T12:00,2026-03-29T13:00", "1d 1h,2026-03-28T12:00,2026-03-29T13:00",
        // 25 October 2026: 03:00 becomes 02:00, the day has 25 hours
        "1d,2026-10-24T12:00,2026-10-25T12:00", "24h,2026-10-24T12:00,2026-10-25T11:00", "2d,2026-10-24T12:00,2026-10-26T12:00",
        // 2:30 is left out: the reminder comes at 3:30
        "1d,2026-03-28T02:30,2026-03-29T03:30",
        // and without a change both are the same
        "1d,2026-06-01T12:00,2026-06-02T12:00", "24h,2026-06-01T12:00,2026-06-02T12:00"})
    void endsAtTheRightLocalTime(String wait, String start, String end) {
        assertThat(Wait.parse(wait).from(at(start), COPENHAGEN)).isEqualTo(at(end));
    }

    @Test
    void ofATimeThatComesTwiceItIsTheOneOfTheSameOffset() {
        assertThat(Wait.parse("1d").from(at("2026-10-24T02:30"), COPENHAGEN)).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(Wait.parse("1d").from(Instant.parse("2026-10-25T01:30:00Z"), COPENHAGEN)).isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void isComparedByItsUsualLength() {
        assertThat(Wait.parse("1d").usual()).isEqualTo(Wait.parse("24h").usual()).isLessThan(Wait.parse("1d 1s").usual());
    }
}
