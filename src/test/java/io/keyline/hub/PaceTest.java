package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sending at the provider's pace")
class PaceTest {

    private static final long SECOND = 1_000_000_000L;
    private long now = 77 * SECOND;

    @Test
    void sendsAsManyASecondAsAgreed() {
        Pace pace = new Pace(10, now);
        int burst = takeAll(pace);
        assertThat(burst).isEqualTo(1);
        assertThat(sentWithin(pace, 5 * SECOND)).isBetween(49, 50);
    }

    @Test
    void saysWhenTheNextOneMayGo() {
        Pace pace = new Pace(4, now);
        assertThat(pace.untilNext(now)).isZero();
        assertThat(pace.take(now)).isTrue();
        assertThat(pace.untilNext(now)).isCloseTo(SECOND / 4, within(2L));
        now += pace.untilNext(now);
        assertThat(pace.take(now)).isTrue();
        assertThat(pace.take(now)).isFalse();
    }

    @Test
    void silenceIsNotSavedUp() {
        Pace pace = new Pace(100, now);
        takeAll(pace);
        now += 3600 * SECOND;
        assertThat(takeAll(pace)).isEqualTo(10);
    }

    @Test
    void withoutALimitNothingWaits() {
        Pace pace = new Pace(0, now);
        for (int i = 0; i < 10_000; i++) {
            assertThat(pace.take(now)).isTrue();
        }
        assertThat(pace.untilNext(now)).isZero();
    }

    @Test
    void aThrottlingAnswerHoldsBackTheNext() {
        Pace pace = new Pace(100, now);
        pace.throttled(now);
        assertThat(pace.take(now)).isFalse();
    }

    @Test
    void whereTheProviderThrottlesTheRateFallsToWhatItAccepts() {
        Pace pace = new Pace(0, now);
        assertThat(acceptedWithin(pace, 10 * SECOND, 40)).isBetween(360, 410);
        assertThat(pace.rate()).isBetween(30.0, 60.0);
    }

    @Test
    void scatteredThrottlingDoesNotStrangleTheSender() {
        Pace pace = new Pace(200, now);
        int sent = 0;
        for (long end = now + 10 * SECOND; now < end; now += SECOND / 200) {
            if (pace.take(now) && ++sent % 20 == 0) {
                pace.throttled(now);
            }
        }
        assertThat(sent).isGreaterThan(1_000);
    }

    @Test
    void neverStopsAltogether() {
        Pace pace = new Pace(100, now);
        for (int i = 0; i < 50; i++) {
            now += SECOND;
            pace.throttled(now);
        }
        assertThat(pace.rate()).isBetween(1.0, 10.0);
        now += 2 * SECOND;
        assertThat(pace.take(now)).isTrue();
    }

    @Test
    void comesBackToTheAgreedRateAndNoFurther() {
        Pace pace = new Pace(100, now);
        acceptedWithin(pace, 5 * SECOND, 20);
        assertThat(pace.rate()).isLessThan(40);
        sentWithin(pace, 60 * SECOND);
        assertThat(pace.rate()).isEqualTo(100);
    }

    @Test
    void withoutALimitItForgetsTheThrottlingAfterAMinute() {
        Pace pace = new Pace(0, now);
        acceptedWithin(pace, 5 * SECOND, 20);
        sentWithin(pace, 62 * SECOND);
        assertThat(pace.rate()).isInfinite();
    }

    /** A provider that accepts so many a second and throttles the rest. */
    private int acceptedWithin(Pace pace, long nanos, int most) {
        int accepted = 0;
        int inSecond = 0;
        long second = now;
        for (long end = now + nanos; now < end; now += SECOND / 200) {
            if (now - second >= SECOND / 4) {
                second = now;
                inSecond = 0;
            }
            if (pace.take(now)) {
                if (++inSecond > most / 4) {
                    pace.throttled(now);
                } else {
                    accepted++;
                }
            }
        }
        return accepted;
    }

    @Test
    void withoutAConnectionItPausesLongerEachTimeAndForgetsWithTheFirstMessageThatGoes() {
        Pace pace = new Pace(0, now);
        pace.disconnected(now);
        pace.disconnected(now); // told by another message of the same window
        long first = pace.untilNext(now);
        assertThat(pace.take(now)).isFalse();
        now += first;
        assertThat(pace.take(now)).isTrue();
        pace.disconnected(now);
        assertThat(pace.untilNext(now)).isEqualTo(2 * first);
        assertThat(pace.isDisconnected()).isTrue();
        pace.connected();
        assertThat(pace.isDisconnected()).isFalse();
    }

    private int takeAll(Pace pace) {
        int taken = 0;
        while (taken < 1_000 && pace.take(now)) {
            taken++;
        }
        return taken;
    }

    private int sentWithin(Pace pace, long nanos) {
        int taken = 0;
        for (long end = now + nanos; now < end; now += SECOND / 200) {
            taken += takeAll(pace);
        }
        return taken;
    }
}
