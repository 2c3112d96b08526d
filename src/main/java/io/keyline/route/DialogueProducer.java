package io.keyline.route;

import io.keyline.hub.Beginning;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import io.keyline.store.Json;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Begins a dialogue. Within a turn it is one of its steps, for the same customer; outside, the body is an event, and the step is
 * done when that is committed.
 */
final class DialogueProducer extends DefaultAsyncProducer {

    private final DialogueEndpoint endpoint;

    DialogueProducer(DialogueEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** Asked for each time: a route of the outside outlives the dialogues that it begins. */
    private Keyline keyline() {
        return Keyline.of(endpoint.getCamelContext());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Turn turn = TurnExchange.find(exchange);
            if (turn == null) {
                begin(exchange, callback);
                return false;
            }
            beginWithin(turn, exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void begin(Exchange exchange, AsyncCallback callback) {
        Keyline keyline = keyline();
        Event event = Event.read(exchange.getMessage().getBody(), keyline.company().region());
        String key = event.key() == null ? EventSources.origin(exchange) : event.key();
        Set<String> channels = keyline.entrances().channels(endpoint.getName());
        if (event.channel() != null && !channels.isEmpty() && !channels.contains(event.channel())) {
            throw new BadEventException("channel is none on which dialogue:" + endpoint.getName() + " may begin");
        }
        Beginning beginning = new Beginning(key, event.channel(), channels, event.address(), sender(keyline), event.language(), event.data());
        keyline.hub().beginnings().begin(route(keyline), endpoint.getName(), beginning).whenComplete((isNew, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
    }

    private void beginWithin(Turn turn, Exchange exchange) {
        if (turn.steps().begin("dialogue " + endpoint.getName()).isPresent()) {
            return;
        }
        Map<String, Object> data = TurnExchange.data(exchange, turn);
        data.keySet().removeAll(turn.memory().secrets()); // what a conversation begins with is kept in clear
        turn.begin(new Conversation(turn.newId(), turn.customer().id(), route(keyline()), endpoint.getName(), turn.stepKey(), turn.channel(),
                turn.customerAddress(), turn.companyAddress(), Json.write(data), Conversation.State.STARTING, null, null, null, turn.now(), 1,
                turn.now()));
        turn.steps().result("true");
    }

    private String sender(Keyline keyline) {
        return endpoint.getSender() == null ? keyline.company().sender() : endpoint.getSender();
    }

    private String route(Keyline keyline) {
        return keyline.entrances().dialogue(endpoint.getName()).orElseThrow(
                () -> new IllegalStateException("there is no started route from dialogue:" + endpoint.getName()));
    }
}
