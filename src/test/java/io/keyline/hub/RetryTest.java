package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pause before the next try")
class RetryTest {

    private static final Duration DAY = Duration.ofDays(1);

    private static Stream<Duration> pauses(int attempts, Duration lifetime) {
        return IntStream.range(0, 2_000).mapToObj(i -> Retry.pause(attempts, lifetime));
    }

    private static Duration longest(int attempts, Duration lifetime) {
        return pauses(attempts, lifetime).max(Duration::compareTo).orElseThrow();
    }

    @Test
    void isAtRandomFromNothingToTwiceWhatItWas() {
        assertThat(pauses(0, DAY)).allMatch(pause -> pause.isPositive() && pause.compareTo(Duration.ofMillis(500)) <= 0);
        assertThat(longest(3, DAY)).isBetween(Duration.ofMillis(3_500), Duration.ofSeconds(4));
        assertThat(pauses(3, DAY)).anyMatch(pause -> pause.compareTo(Duration.ofMillis(400)) < 0);
    }

    @Test
    void leavesRoomForSeveralTriesInTheLifeOfAMessage() {
        assertThat(longest(99, Duration.ofMinutes(5))).isLessThanOrEqualTo(Duration.ofSeconds(25));
        assertThat(longest(99, Duration.ofHours(1))).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(longest(99, DAY)).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    }

    @Test
    void isNeverNothing() {
        assertThat(pauses(0, Duration.ZERO)).containsOnly(Duration.ofMillis(1));
    }
}
