package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Death;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Labels are few, whatever comes")
class CountsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Counts counts = new Counts(registry);

    @Test
    void aReasonIsCountedWithoutWhatItQuotes() {
        for (String quoted : List.of("+4520123456", "'hello there'", "0x3F")) {
            counts.stored(new Arrival.Unreadable("sms", "main", new byte[0], "an address that cannot be: " + quoted), 1);
        }

        assertThat(registry.get("keyline.quarantined").tag("reason", "an address that cannot be").counter().count()).isEqualTo(3);
        assertThat(registry.get("keyline.quarantined").counters()).hasSize(1);
    }

    @Test
    void whatIsMoreThanAnybodyNamesIsCountedTogether() {
        for (int i = 0; i < 1_500; i++) {
            counts.refused("channel-" + i, "401");
        }

        assertThat(registry.get("keyline.refused").counters()).hasSizeLessThanOrEqualTo(1_001);
        assertThat(registry.get("keyline.refused").counters().stream().mapToDouble(Counter::count).sum()).isEqualTo(1_500);
    }

    @Test
    void whatAlertsWatchBeginsAtZero() {
        assertThat(registry.get("keyline.dead.letters").counters()).hasSize(Death.Kind.values().length).allSatisfy(counter -> assertThat(counter.count()).isZero());
    }
}
