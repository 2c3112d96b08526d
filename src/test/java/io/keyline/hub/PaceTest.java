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
    void aThrottlingAnswerHalvesTheRateAndHoldsBackTheNext() {
        Pace pace = new Pace(100, now);
        now += SECOND;
        pace.throttled(now);
        assertThat(pace.rate()).isEqualTo(50);
        assertThat(pace.take(now)).isFalse();
    }

    @Test
    void oneOverloadCountsOnceHoweverManyMessagesTellIt() {
        Pace pace = new Pace(100, now);
        now += SECOND;
        for (int i = 0; i < 50; i++) {
            pace.throttled(now + i);
        }
        assertThat(pace.rate()).isEqualTo(50);
    }

    @Test
    void neverStopsAltogether() {
        Pace pace = new Pace(100, now);
        for (int i = 0; i < 50; i++) {
            now += SECOND / 2;
            pace.throttled(now);
        }
        assertThat(pace.rate()).isEqualTo(1);
        now += 2 * SECOND;
        assertThat(pace.take(now)).isTrue();
    }

    @Test
    void comesBackToTheAgreedRateAndNoFurther() {
        Pace pace = new Pace(100, now);
        now += SECOND;
        pace.throttled(now);
        sentWithin(pace, SECOND);
        assertThat(pace.rate()).isBetween(54.0, 56.0);
        sentWithin(pace, 60 * SECOND);
        assertThat(pace.rate()).isEqualTo(100);
    }

    @Test
    void withoutALimitItSlowsToHalfOfWhatItMeasuredAndForgetsAfterAMinute() {
        Pace pace = new Pace(0, now);
        for (int i = 0; i <= 400; i++) {
            pace.take(now += SECOND / 400);
        }
        pace.throttled(now);
        assertThat(pace.rate()).isCloseTo(200, within(2.0));
        sentWithin(pace, 61 * SECOND);
        assertThat(pace.rate()).isInfinite();
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
