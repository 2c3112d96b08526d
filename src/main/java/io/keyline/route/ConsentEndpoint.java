package io.keyline.route;

import io.keyline.hub.Turn;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Changes what the customer of this turn has agreed to, and keeps the evidence: the words, the time, the channel and the rule by
 * which they were understood. A customer who opts out again has had their confirmation: the route ends there.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "consent", title = "Keyline Consent", syntax = "consent:action", producerOnly = true,
        category = {Category.MESSAGING})
public class ConsentEndpoint extends DefaultEndpoint {

    /** What can be done to consent. */
    public enum Action {
        OPT_OUT,
        OPT_IN,
        /** The company writes first on the channel that the customer is on. */
        PREFER;

        static Action of(String word) {
            return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("consent:" + word + " is unknown, write one of "
                            + Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", ", "consent:", ""))));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @UriPath(description = "What the customer does: opt-out, opt-in, or prefer the channel that they are on", enums = "opt-out,opt-in,prefer")
    @Metadata(required = true)
    private Action action;

    public ConsentEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                Turn turn = TurnExchange.turn(exchange, "consent:" + action.word());
                String rule = turn.rule() == null ? "keyword" : turn.rule();
                if (action == Action.PREFER) {
                    turn.prefersThisChannel();
                } else if (action == Action.OPT_IN) {
                    turn.consent().optIn(rule);
                } else if (!turn.consent().optOut(rule)) {
                    turn.ignore("opted out already");
                    exchange.setRouteStop(true);
                }
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("consent: is a step: write to: consent:" + action.word());
    }

    public Action getAction() {
        return action;
    }

    public void setAction(Action action) {
        this.action = action;
    }
}
