package io.keyline.operations;

import io.keyline.hub.Traffic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The ways by which messages leave: how much waits for each, and what cannot leave. */
record WaysOut(Supplier<List<Traffic>> traffic) {

    /** What waits, and does not go now. */
    Optional<String> wrong() {
        return Optional.of(traffic.get().stream().filter(one -> one.waiting() > 0 && (!one.open() || one.away())).map(WaysOut::described)
                .collect(Collectors.joining("; "))).filter(words -> !words.isEmpty());
    }

    private static String described(Traffic one) {
        String what = one.isUnclaimed() ? "no route takes some of what goes out by " + one.way().channel()
                : "the route " + one.way().route() + " (" + one.way().channel() + ") " + (one.away() ? "does not reach its provider" : "does not run");
        return what + ", waiting: " + one.waiting();
    }

    /** To be looked at before each scrape. */
    Runnable measured(MeterRegistry registry) {
        MultiGauge waiting = gauge("waiting", "messages in line before this way out", registry);
        MultiGauge underWay = gauge("under.way", "messages that its provider has at this moment and has not answered", registry);
        MultiGauge rate = gauge("rate", "messages a second that it may send now; infinite where nothing limits it", registry);
        MultiGauge up = gauge("up", "1 if its route runs, and its provider was there when it was last sent to", registry);
        return () -> {
            List<Traffic> now = traffic.get();
            waiting.register(rows(now, Traffic::waiting), true);
            List<Traffic> ways = now.stream().filter(one -> !one.isUnclaimed()).toList();
            underWay.register(rows(ways, Traffic::underWay), true);
            rate.register(rows(ways, Traffic::rate), true);
            up.register(rows(ways, one -> one.open() && !one.away() ? 1 : 0), true);
        };
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder("keyline.way.out." + name).description(description).register(registry);
    }

    private static List<Row<?>> rows(List<Traffic> ways, ToDoubleFunction<Traffic> value) {
        return ways.stream().<Row<?>>map(one -> Row.of(Tags.of("channel", one.way().channel(), "route", one.way().route()), value.applyAsDouble(one)))
                .toList();
    }
}
