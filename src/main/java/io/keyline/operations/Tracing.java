package io.keyline.operations;

import io.keyline.hub.Names;
import io.keyline.hub.Span;
import io.keyline.hub.TraceIds;
import io.keyline.hub.Traces;
import io.keyline.store.TraceSql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the steps of messages to a collector by OpenTelemetry's protocol (OTLP over HTTP). One thread makes spans of what the hub tells,
 * many at a time; what it cannot keep up with, or the collector does not take, is dropped and counted: messages never wait for it.
 */
final class Tracing implements SpanProcessor, IdGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final int MOST_WAITING = 8_192;
    private static final int BATCH = 512;
    private static final long LINGER_NANOS = 200_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LAST_WORDS_MILLIS = 3_000;

    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final TracingSettings settings;
    private final Jdbi jdbi;
    private final SpanExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Counter dropped;
    private final Thread thread;
    private final List<SpanData> made = new ArrayList<>();
    private long root;
    private Span making;
    private boolean isRefused;
    private volatile boolean closed;

    private Tracing(TracingSettings settings, Jdbi jdbi, MeterRegistry registry) {
        this.settings = settings;
        this.jdbi = jdbi;
        dropped = Counter.builder("keyline.spans.dropped").description("steps of traces that no collector got").register(registry);
        var http = OtlpHttpSpanExporter.builder().setEndpoint(settings.url().toString()).setTimeout(PATIENCE).setConnectTimeout(PATIENCE)
                .setRetryPolicy(null); // while it tries again, more comes than there is room for
        if (!settings.authorization().isEmpty()) {
            http.addHeader("Authorization", settings.authorization());
        }
        exporter = http.build();
        provider = SdkTracerProvider.builder().addSpanProcessor(this).setIdGenerator(this)
                .setResource(Resource.create(Attributes.builder().put("service.name", settings.service()).build())).build();
        tracer = provider.get("io.keyline");
        thread = Thread.ofPlatform().name("tracing").daemon().unstarted(this::run);
    }

    static Tracing start(TracingSettings settings, Jdbi jdbi, MeterRegistry registry) {
        Tracing tracing = new Tracing(settings, jdbi, registry);
        tracing.thread.start();
        return tracing;
    }

    /** To be told of steps. */
    Traces traces() {
        return new Traces(settings.share(), span -> {
            if (!waiting.offer(span)) {
                dropped.increment();
            }
        });
    }

    private void run() {
        List<Span> batch = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            try {
                Span first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    gather();
                    waiting.drainTo(batch, BATCH - 1);
                    send(batch);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                lost(batch.size(), e.toString());
            }
            batch.clear();
            made.clear();
        }
    }

    /** A collector would rather have many at once. */
    private void gather() {
        if (!closed && waiting.size() < BATCH) {
            LockSupport.parkNanos(LINGER_NANOS);
        }
    }

    private void send(List<Span> batch) {
        Map<Long, Long> roots = roots(batch);
        batch.forEach(span -> make(span, span.trace() != 0 ? span.trace() : roots.getOrDefault(span.subject(), 0L)));
        if (made.isEmpty()) {
            return;
        }
        var answer = exporter.export(List.copyOf(made)).join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!answer.isSuccess()) {
            lost(made.size(), answer.getFailureThrowable() == null ? "it does not answer in time" : answer.getFailureThrowable().getMessage());
        } else if (isRefused) {
            isRefused = false;
            LOG.info("the collector of traces takes them again");
        }
    }

    private Map<Long, Long> roots(List<Span> batch) {
        List<Long> unknown = batch.stream().filter(span -> span.trace() == 0).map(Span::subject).distinct().toList();
        return unknown.isEmpty() ? Map.of() : jdbi.withHandle(handle -> TraceSql.roots(handle, unknown));
    }

    private void lost(int spans, String why) {
        dropped.increment(spans);
        if (!isRefused) {
            isRefused = true;
            LOG.warn("the collector of traces does not take them, they are dropped until it does: {}", why);
        }
    }

    /** With the ids that the step always has. @param of the first message, 0 if it is not known */
    private void make(Span span, long of) {
        if (of == 0 || !TraceIds.isSampled(of, settings.share())) {
            return;
        }
        making = span;
        root = of;
        SpanBuilder builder = tracer.spanBuilder(span.name()).setStartTimestamp(span.began()).setAttribute("keyline.message", Names.of(span.subject()));
        span.attributes().forEach(builder::setAttribute);
        if (span.key() == null) {
            builder.setNoParent();
        } else {
            String within = span.trace() == 0 && of == span.subject() ? "" : span.within(); // a message that is the first of all
            builder.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(SpanContext.createFromRemoteParent(TraceIds.trace(of),
                    TraceIds.span(of, within), TraceFlags.getSampled(), TraceState.getDefault()))));
        }
        var step = builder.startSpan();
        if (span.failed()) {
            step.setStatus(StatusCode.ERROR);
        }
        step.end(span.ended());
    }

    @Override
    public String generateTraceId() {
        return TraceIds.trace(root);
    }

    @Override
    public String generateSpanId() {
        return TraceIds.span(root, making.key());
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // all is known when it ends
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        made.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** Returns when what was told is sent, or after a moment. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        provider.close();
        exporter.close();
    }
}
