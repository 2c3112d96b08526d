package io.keyline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Quiet hours")
class QuietHoursTest {

    private static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "21:00-08:00, 2026-11-22T19:59:59Z, 2026-11-22T19:59:59Z",
        "21:00-08:00, 2026-11-22T20:00:00Z, 2026-11-23T07:00:00Z",
        "21:00-08:00, 2026-11-23T06:59:59Z, 2026-11-23T07:00:00Z",
        "21:00-08:00, 2026-11-23T07:00:00Z, 2026-11-23T07:00:00Z",
        "12:00-13:00, 2026-11-22T11:30:00Z, 2026-11-22T12:00:00Z",
        "12:00-13:00, 2026-11-22T12:00:00Z, 2026-11-22T12:00:00Z",
        "12:00-12:00, 2026-11-22T11:00:00Z, 2026-11-22T11:00:00Z",
        "'',          2026-11-22T23:30:00Z, 2026-11-22T23:30:00Z",
        // the night in which summer time begins is an hour shorter
        "21:00-08:00, 2026-03-28T22:00:00Z, 2026-03-29T06:00:00Z"})
    void endInTheMorningOfTheCompanysClock(String hours, Instant moment, Instant after) {
        assertThat(QuietHours.read(hours, COPENHAGEN).after(moment)).isEqualTo(after);
    }
}
