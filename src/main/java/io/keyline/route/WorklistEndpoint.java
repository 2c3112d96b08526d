package io.keyline.route;

import io.keyline.hub.Turn;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Hands the customer to an employee, with the whole contact history. The route goes on, and may tell the customer so. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "worklist", title = "Keyline Work List", syntax = "worklist:queue", producerOnly = true,
        category = {Category.MESSAGING})
public class WorklistEndpoint extends DefaultEndpoint {

    @UriPath(description = "The queue, for example payments")
    @Metadata(required = true)
    private String queue;

    @UriParam(defaultValue = "the route asks for it", description = "What the employee reads first")
    private String reason = "the route asks for it";

    public WorklistEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                Turn turn = TurnExchange.turn(exchange, "worklist:" + queue);
                if (turn.steps().begin("worklist " + queue).isEmpty()) {
                    turn.handOver(queue, reason);
                    turn.steps().result("true");
                }
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("worklist: is a step: write to: worklist:" + queue);
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
