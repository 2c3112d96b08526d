package io.keyline.hub;

import static io.keyline.hub.Limit.Verdict.ALLOWED;
import static io.keyline.hub.Limit.Verdict.QUIET;
import static io.keyline.hub.Limit.Verdict.TOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whoGoesOnIsToldOnceUntilTheTimeIsOver() {
        Limit limit = Limit.parse("2/10m");
        assertThat(limit.take("a", NOON)).isEqualTo(ALLOWED);
        assertThat(limit.take("a", NOON.plusSeconds(1))).isEqualTo(ALLOWED);
        assertThat(limit.take("a", NOON.plusSeconds(2))).isEqualTo(TOLD);
        assertThat(limit.take("a", NOON.plusSeconds(599))).isEqualTo(QUIET);
        assertThat(limit.take("b", NOON.plusSeconds(599))).isEqualTo(ALLOWED);
        assertThat(limit.take("a", NOON.plusSeconds(600))).isEqualTo(ALLOWED);
    }

    @Test
    void aClockThatIsSetBackSilencesNobody() {
        Limit limit = Limit.parse("1/1d");
        assertThat(limit.take("a", NOON)).isEqualTo(ALLOWED);
        assertThat(limit.take("a", NOON.minusSeconds(3600))).isEqualTo(ALLOWED);
    }

    @Test
    void nothingWrittenIsNoLimit() {
        assertThat(Limit.parse(" ").take("a", NOON)).isEqualTo(ALLOWED);
        assertThat(Limit.parse("")).isSameAs(Limit.NONE);
    }

    @Test
    void itsTimeInMinutesIsRoundedUp() {
        assertThat(Limit.parse("1/5s").minutes()).isEqualTo(1);
        assertThat(Limit.parse("1/61s").minutes()).isEqualTo(2);
        assertThat(Limit.parse("1/2h").minutes()).isEqualTo(120);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0/1h", "5/0m", "5/h", "-1/1m", "5/1w", "5 / 1m"})
    void whatIsNoLimitIsRefused(String written) {
        assertThatThrownBy(() -> Limit.parse(written)).hasMessage("'" + written + "' is no limit, write times/time, for example 5/1h");
    }
}
