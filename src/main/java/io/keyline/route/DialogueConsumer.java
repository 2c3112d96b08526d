package io.keyline.route;

import io.keyline.dialogue.Entrances;
import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Trust;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Runs the route for each conversation that an event begins, on a fresh exchange that holds nothing of the outside. */
final class DialogueConsumer extends DefaultConsumer {

    private final DialogueEndpoint endpoint;
    private Entrances entrances;
    private Handler entrance;

    DialogueConsumer(DialogueEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        entrances = Keyline.of(endpoint.getCamelContext()).entrances();
        entrance = entrance(Accesses.trust(endpoint.getAccess()));
        entrances.add(endpoint.getName(), entrance, Accesses.trust(endpoint.getAccess()), endpoint.mayBegin());
    }

    private Handler entrance(Trust needed) {
        return new Handler() {
            @Override
            public String name() {
                return getRouteId();
            }

            @Override
            public void handle(Turn turn, Runnable done) {
                turn.speaksAs(endpoint.getCategory());
                TurnExchange.goOn(DialogueConsumer.this, turn, needed, done);
            }
        };
    }

    @Override
    protected void doStop() throws Exception {
        if (entrances != null) {
            entrances.remove(entrance);
        }
        super.doStop();
    }
}
