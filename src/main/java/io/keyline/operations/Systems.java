package io.keyline.operations;

import io.keyline.backoffice.BackOffice;
import io.keyline.backoffice.BackOffices;
import io.keyline.backoffice.Gate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The systems of the back office: which are reached, which are left alone, and how many calls wait for them. */
record Systems(BackOffices backOffices) {

    /** All of them that are not well; the hub's own broker is told apart. */
    Optional<String> wrong() {
        Stream<String> away = backOffices.ways().entrySet().stream().filter(way -> !way.getKey().equals(BackOffices.OWN) && !way.getValue().connected())
                .map(way -> way.getKey() + " is not reached");
        Stream<String> open = backOffices.gates().stream().filter(Gate::isOpen)
                .map(gate -> gate.name() + " is left alone for a while: its circuit is open, " + gate.waiting() + " calls wait");
        return Optional.of(Stream.concat(away.sorted(), open).collect(Collectors.joining("; "))).filter(words -> !words.isEmpty());
    }

    /** To be looked at before each scrape. */
    Runnable measured(MeterRegistry registry) {
        MultiGauge up = gauge("keyline.back.office.up", "1 if this connection to the back office is there", registry);
        MultiGauge open = gauge("keyline.back.office.circuit.open", "1 if this system is left alone for a while", registry);
        MultiGauge waiting = gauge("keyline.back.office.waiting", "calls that wait for a place at this system", registry);
        MultiGauge underWay = gauge("keyline.back.office.under.way", "calls that this system has at this moment", registry);
        return () -> {
            up.register(backOffices.ways().entrySet().stream().map(Systems::up).toList(), true);
            open.register(rows(gate -> gate.isOpen() ? 1 : 0), true);
            waiting.register(rows(Gate::waiting), true);
            underWay.register(rows(Gate::underWay), true);
        };
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static Row<Number> up(Map.Entry<String, BackOffice> way) {
        return Row.of(Tags.of("connection", way.getKey()), way.getValue().connected() ? 1 : 0);
    }

    private Iterable<Row<?>> rows(ToDoubleFunction<Gate> value) {
        return backOffices.gates().stream().<Row<?>>map(gate -> Row.of(Tags.of("system", gate.name()), value.applyAsDouble(gate))).toList();
    }
}
