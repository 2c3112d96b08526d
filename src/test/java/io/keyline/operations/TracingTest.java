package io.keyline.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.Collector;
import io.keyline.backoffice.Request;
import io.keyline.hub.Counts;
import io.keyline.hub.Names;
import io.keyline.hub.Span;
import io.keyline.hub.TraceIds;
import io.keyline.hub.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Traces: what ended is told by OTLP, and nobody waits for it")
class TracingTest {

    private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Collector collector;

    @BeforeEach
    void start() throws Exception {
        collector = new Collector();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private Tracing tracing(double share) {
        return Tracing.start(new TracingSettings(URI.create(collector.url()), share, "Bearer abc", "hub"), null, registry);
    }

    private static Span span(long trace, String key) {
        return new Span(trace, "turn", trace, key, key == null ? null : "", BEGAN, BEGAN.plusMillis(5), Map.of("keyline.route", "balance"), key != null);
    }

    private double dropped() {
        return registry.get("keyline.spans.dropped").counter().count();
    }

    @Test
    void aStepHasTheIdsThatFollowFromItsMessage() {
        try (Tracing tracing = tracing(1)) {
            tracing.traces().told().accept(span(77, null));
            tracing.traces().told().accept(span(77, "turn 2"));
            await().until(() -> collector.spans().size() == 2);
        }

        var first = collector.spans().get(0);
        var second = collector.spans().get(1);
        assertThat(Collector.hex(first.getTraceId())).isEqualTo(TraceIds.trace(77)).hasSize(32);
        assertThat(first.getParentSpanId().isEmpty()).isTrue();
        assertThat(Collector.hex(second.getTraceId())).isEqualTo(TraceIds.trace(77));
        assertThat(second.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(second.getStatus().getCodeValue()).as("error").isEqualTo(2);
        assertThat(Duration.ofNanos(second.getEndTimeUnixNano() - second.getStartTimeUnixNano())).isEqualTo(Duration.ofMillis(5));
        assertThat(Collector.attribute(first, "route")).isEqualTo("balance");
        assertThat(collector.authorizations()).containsOnly("Bearer abc");
        assertThat(collector.received()).contains("service.name", "hub");
    }

    @Test
    void whoTellsNeverWaitsAndWhatIsTooMuchIsCounted() {
        try (Tracing tracing = tracing(1)) {
            collector.answers(503);
            Consumer<Span> told = tracing.traces().told();
            for (int i = 0; i < 20_000; i++) {
                told.accept(span(i + 1, null));
            }
            await("what nobody took, and what did not find room").atMost(Duration.ofSeconds(60)).until(() -> dropped() == 20_000);
        }

        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void aShareIsTheSameTracesEverywhere() {
        long sampled = 0;
        Set<String> ids = new HashSet<>();
        for (long id = 1; id <= 10_000; id++) {
            sampled += TraceIds.isSampled(id << 16, 0.1) ? 1 : 0;
            ids.add(TraceIds.trace(id) + TraceIds.span(id, "turn"));
        }

        assertThat(sampled).isBetween(900L, 1_100L);
        assertThat(ids).hasSize(10_000);
        assertThat(TraceIds.isSampled(1, 0)).isFalse();
    }

    @Test
    void whoIsAskedLearnsOfWhichStepAndWhetherItIsKept() {
        List<String> asked = new ArrayList<>();
        for (double share : new double[] {1, 0}) {
            Traces traces = new Traces(share, span -> { });
            new Calls(request -> {
                asked.add(request.trace());
                return new CompletableFuture<>();
            }, Counts.none(), Optional.of(traces)).apply(new Request("zz-3", "accounts.balance", Map.of(), BEGAN, Map.of(), false));
        }
        long root = Names.parse("zz");
        String step = "00-" + TraceIds.trace(root) + "-" + TraceIds.span(root, "call zz-3");
        assertThat(asked).containsExactly(step + "-01", step + "-00");
    }
}
