package io.keyline.route;

import io.keyline.dialogue.CodeQuestion;
import io.keyline.hub.Turn;
import io.keyline.identity.Links;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.language.AddressAnswer;
import io.keyline.store.Json;
import io.keyline.store.Step;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** One address to be linked within a turn: a code is sent there, waited for, and found right or given up. */
final class LinkProducer extends DefaultProducer {

    private static final String TEXT = "link.code";

    private final LinkEndpoint endpoint;
    private Keyline keyline;
    private Wording wording;

    LinkProducer(LinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        keyline = Keyline.of(endpoint.getCamelContext());
        wording = Wording.of(endpoint.getCamelContext());
    }

    @Override
    public void process(Exchange exchange) {
        Turn turn = TurnExchange.turn(exchange, "link:" + endpoint.getName());
        Optional<Step> earlier = turn.steps().begin("link");
        if (earlier.isPresent()) {
            end(exchange, TurnExchange.kept(earlier.get(), Boolean.class));
            return;
        }
        Optional<String> address = AddressAnswer.any(String.valueOf(TurnExchange.data(exchange, turn).get(endpoint.getName())), keyline.company().region());
        if (address.isEmpty()) {
            refuse(exchange, turn, endpoint.getUsage());
        } else if (turn.steps().waitedHere() && turn.conversation().question() != null) {
            goOn(exchange, turn, address.get());
        } else {
            ask(exchange, turn, address.get());
        }
    }

    private void ask(Exchange exchange, Turn turn, String address) {
        Wish wish = new Wish(address, purpose(turn), turn.customerAddress(), turn.stepKey(), true);
        switch (keyline.codeQuestion().ask(turn, wish, TEXT)) {
            case SENT -> exchange.setRouteStop(true);
            case TOO_OFTEN -> refuse(exchange, turn, "access.too-often");
            case IMPOSSIBLE -> refuse(exchange, turn, endpoint.getUsage());
        }
    }

    private static String purpose(Turn turn) {
        return "link " + turn.stepKey();
    }

    private void goOn(Exchange exchange, Turn turn, String address) {
        CodeQuestion.Outcome outcome = keyline.codeQuestion().goOn(turn, address, purpose(turn));
        switch (outcome) {
            case WAITS -> exchange.setRouteStop(true);
            case RIGHT -> {
                keyline.links().want(turn.stepKey(), turn.customer().id(), address, Links.BY_CUSTOMER, "entered the code that was sent there");
                turn.questions().noSecretAsked();
                decide(exchange, turn, true);
            }
            case GIVEN_UP -> decide(exchange, turn, false);
        }
    }

    private void refuse(Exchange exchange, Turn turn, String text) {
        turn.say(wording.say(text, turn, Map.of()));
        decide(exchange, turn, false);
    }

    private static void decide(Exchange exchange, Turn turn, boolean linked) {
        turn.steps().result(Json.write(linked));
        end(exchange, linked);
    }

    private static void end(Exchange exchange, boolean linked) {
        if (!linked) {
            exchange.setRouteStop(true);
        }
    }
}
