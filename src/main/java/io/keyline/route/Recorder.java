package io.keyline.route;

import io.keyline.hub.Turn;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes the steps of Camel's own components take effect once in a route that waits: their results are kept in the journal.
 * Keyline's words keep theirs themselves; {@code direct:} and {@code log:} are followed, and all else is evaluated again.
 */
public final class Recorder implements InterceptStrategy {

    private static final Set<String> FOLLOWED = Set.of("direct", "log", "reply", "ask", "back-office", "consent", "worklist", "dialogue", "link");

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        String effect = effect(context, definition);
        return effect == null ? new Passed(target) : new RecordedStep(target, effect);
    }

    /** What the node does to the world, as the journal names it; null if nothing. */
    private static String effect(CamelContext context, NamedNode definition) {
        return switch (definition) {
            case WireTapDefinition<?> tap -> "wireTap " + address(context, tap.getUri());
            case ToDynamicDefinition to -> effectOf(address(context, to.getUri()));
            case ToDefinition to -> effectOf(address(context, to.getEndpointUri() == null ? to.getUri() : to.getEndpointUri()));
            case BeanDefinition bean -> "bean " + (bean.getRef() == null ? bean.getBeanType() : bean.getRef());
            case ProcessDefinition process -> "process " + process.getRef();
            case EnrichDefinition enrich -> "enrich " + enrich.getShortName();
            case PollEnrichDefinition poll -> "pollEnrich " + poll.getShortName();
            case PollDefinition poll -> "poll " + address(context, poll.getUri());
            case RecipientListDefinition<?> list -> "recipientList " + list.getId();
            case RoutingSlipDefinition<?> slip -> "routingSlip " + slip.getId();
            default -> null;
        };
    }

    private static String effectOf(String address) {
        return address == null || FOLLOWED.contains(address.split(":", 2)[0]) ? null : "to " + address;
    }

    /** The address without its options, which may hold secrets. */
    private static String address(CamelContext context, String uri) {
        return uri == null ? null : context.resolvePropertyPlaceholders(uri).split("\\?", 2)[0];
    }

    /** Counts, so that a route that runs in a circle ends. */
    private static final class Passed extends DelegateAsyncProcessor {

        Passed(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Turn turn = TurnExchange.find(exchange);
            try {
                if (turn != null) {
                    turn.steps().passNode();
                }
            } catch (RuntimeException e) {
                exchange.setException(e); // thrown from here it would leave the turn without an end
                callback.done(true);
                return true;
            }
            return super.process(exchange, callback);
        }
    }
}
