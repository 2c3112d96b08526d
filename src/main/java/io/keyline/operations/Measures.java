package io.keyline.operations;

import io.keyline.channel.sms.Bind;
import io.keyline.channel.sms.LinkState;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** All that is measured, as Prometheus reads it. */
final class Measures implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<Runnable> looks = new CopyOnWriteArrayList<>();

    Measures() {
        collections.bindTo(registry);
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new FileDescriptorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** To be looked at before each scrape. */
    void before(Runnable look) {
        looks.add(look);
    }

    /** 1 for each bind that is up, 0 for one that is not. */
    void connections(Supplier<Collection<Bind>> binds) {
        MultiGauge gauge = MultiGauge.builder("keyline.connection.up").description("1 if this connection to a provider is up")
                .register(registry);
        before(() -> gauge.register(binds.get().stream().map(Bind::status).map(bind -> MultiGauge.Row.of(
                Tags.of("connection", bind.connection(), "role", bind.role()), bind.state() == LinkState.BOUND ? 1 : 0)).toList(), true));
    }

    /** Everything, in Prometheus' text format. */
    String scrape() {
        looks.forEach(Runnable::run);
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
