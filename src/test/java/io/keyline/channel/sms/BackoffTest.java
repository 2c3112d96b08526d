package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

    @Test
    void theLimitDoublesUpToTheLargestDelay() {
        for (int limit : new int[] { 1, 2, 4, 8, 16, 32, 60, 60 }) {
            assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofSeconds(limit));
        }
    }

    @Test
    void delaysAreSpreadOverTheWholeRange() {
        IntStream.range(0, 7).forEach(i -> backoff.next());
        var delays = IntStream.range(0, 1_000).mapToObj(i -> backoff.next()).toList();
        assertThat(delays).anyMatch(delay -> delay.toSeconds() < 15).anyMatch(delay -> delay.toSeconds() > 45);
    }

    @Test
    void afterAGoodSessionDelaysAreShortAgain() {
        IntStream.range(0, 10).forEach(i -> backoff.next());
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
