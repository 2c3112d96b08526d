package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ids rise")
class IdsTest {

    @Test
    void alsoWhenMoreAreMadeInAMillisecondThanFitInIt() {
        Ids ids = new Ids(0, 0);
        long last = 0;
        for (int i = 0; i < 300_000; i++) {
            long next = ids.next();
            assertThat(next > last).isTrue();
            last = next;
        }
    }

    @Test
    void areMadeOnceHoweverManyAsk() {
        Ids ids = new Ids(0, 0);
        Set<Long> made = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 100_000).parallel().forEach(i -> made.add(ids.next()));
        assertThat(made).hasSize(100_000);
    }

    @Test
    void afterAClockThatWentBack() {
        long tomorrow = Ids.floor(Instant.now().plus(1, ChronoUnit.DAYS));
        Ids ids = new Ids(0, tomorrow);
        long first = ids.next();
        assertThat(first).isGreaterThan(tomorrow);
        assertThat(ids.next()).isGreaterThan(first);
    }

    @Test
    void ofTwoHubsAreNeverTheSame() {
        Ids one = new Ids(0, 0);
        Ids other = new Ids(63, 0);
        Set<Long> made = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 20_000).forEach(i -> {
            made.add(one.next());
            made.add(other.next());
        });
        assertThat(made).hasSize(40_000);
    }

    @Test
    void tellWhenTheyWereMade() {
        assertThat(Ids.time(new Ids(5, 0).next())).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
        Instant at = Instant.parse("2031-05-06T07:08:09.123Z");
        assertThat(Ids.time(Ids.floor(at))).isEqualTo(at);
    }

    @Test
    void ofAMonthLieBetweenItsFloorAndTheNext() {
        long last = Ids.floor(Instant.parse("2026-11-30T23:59:59.999Z"));
        long first = Ids.floor(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(last | 0x3f_ffffL).isEqualTo(Ids.floor(YearMonth.of(2026, 12)) - 1);
        assertThat(first).isEqualTo(Ids.floor(YearMonth.of(2026, 12)));
        assertThat(Ids.floor(YearMonth.of(2023, 12))).as("before there were ids").isZero();
    }
}
