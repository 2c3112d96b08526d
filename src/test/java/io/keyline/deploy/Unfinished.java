package io.keyline.deploy;

import io.keyline.route.AskComponent;
import io.keyline.route.AskEndpoint;
import io.keyline.route.DialogueComponent;
import io.keyline.route.DialogueEndpoint;
import io.keyline.route.WorklistComponent;
import io.keyline.route.WorklistEndpoint;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultProducer;

/** The words of dialogues with the real options, and with steps that a check can build: it takes none of them. */
final class Unfinished {

    private Unfinished() {
    }

    static Map<String, Component> words() {
        return Map.of("ask", ask(), "dialogue", dialogue(), "worklist", worklist());
    }

    private static Producer step(Endpoint endpoint) {
        return new DefaultProducer(endpoint) {
            @Override
            public void process(Exchange exchange) {
                throw new AssertionError("a check takes no step");
            }
        };
    }

    private static Component ask() {
        return new AskComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
                AskEndpoint endpoint = new AskEndpoint(uri, this) {
                    @Override
                    public Producer createProducer() {
                        return step(this);
                    }
                };
                endpoint.setText(remaining);
                setProperties(endpoint, parameters);
                return endpoint;
            }
        };
    }

    private static Component dialogue() {
        return new DialogueComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
                DialogueEndpoint endpoint = new DialogueEndpoint(uri, this) {
                    @Override
                    public Producer createProducer() {
                        return step(this);
                    }

                    @Override
                    public Consumer createConsumer(Processor processor) {
                        return new DefaultConsumer(this, processor);
                    }
                };
                endpoint.setName(remaining);
                setProperties(endpoint, parameters);
                return endpoint;
            }
        };
    }

    private static Component worklist() {
        return new WorklistComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
                WorklistEndpoint endpoint = new WorklistEndpoint(uri, this) {
                    @Override
                    public Producer createProducer() {
                        return step(this);
                    }
                };
                endpoint.setQueue(remaining);
                setProperties(endpoint, parameters);
                return endpoint;
            }
        };
    }
}
