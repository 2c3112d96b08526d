package io.keyline.route;

import io.keyline.hub.Turn;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The turn that an exchange belongs to. It travels as an exchange property, which nothing from outside can set. */
final class TurnExchange {

    static final String PROPERTY = "KeylineTurn";

    private TurnExchange() {
    }

    static Turn turn(Exchange exchange, String word) {
        Turn turn = exchange.getProperty(PROPERTY, Turn.class);
        if (turn == null) {
            throw new IllegalStateException(word + " answers a customer, so it stands in a route that begins with command:");
        }
        return turn;
    }

    /** The body as what it is in a turn: names and values. */
    static Map<String, Object> data(Exchange exchange) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (exchange.getMessage().getBody() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> data.put(String.valueOf(name), value));
        }
        return data;
    }
}
