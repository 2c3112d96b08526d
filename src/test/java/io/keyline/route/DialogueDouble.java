package io.keyline.route;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** A {@code dialogue:} that keeps in memory what the real one commits: the same key starts it once. It fails as it is told to. */
public final class DialogueDouble extends DefaultComponent {

    /** The headers with which each event came, whatever became of it. */
    final List<Map<String, Object>> attempts = new CopyOnWriteArrayList<>();
    private final Map<String, Event> started = new ConcurrentHashMap<>();
    private final Queue<Exception> faults = new ArrayDeque<>();
    private final Runnable whenCommitted;

    public DialogueDouble() {
        this(() -> { });
    }

    DialogueDouble(Runnable whenCommitted) {
        this.whenCommitted = whenCommitted;
    }

    /** The next attempts fail, one by each of these. */
    synchronized void fails(Exception... next) {
        faults.addAll(List.of(next));
    }

    public Collection<Event> started() {
        return started.values();
    }

    private synchronized void begin(Exchange exchange) throws Exception {
        attempts.add(new HashMap<>(exchange.getMessage().getHeaders()));
        Event event = Event.read(exchange.getMessage().getBody(), "DK");
        if (!faults.isEmpty()) {
            throw faults.poll();
        }
        started.putIfAbsent(event.key() == null ? EventSources.origin(exchange) : event.key(), event);
        whenCommitted.run();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) throws Exception {
                        begin(exchange);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
