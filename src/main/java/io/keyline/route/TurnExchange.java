package io.keyline.route;

import io.keyline.dialogue.Proof;
import io.keyline.hub.ChangedRouteException;
import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Json;
import io.keyline.store.Step;
import io.keyline.store.Trust;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;

/** The turn that an exchange belongs to. It travels as an exchange property, which nothing from outside can set. */
final class TurnExchange {

    static final String PROPERTY = "KeylineTurn";

    /** Other names could reach beyond the exchange: a colon names one of Camel's repositories. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    private TurnExchange() {
    }

    static Turn turn(Exchange exchange, String word) {
        Turn turn = find(exchange);
        if (turn == null) {
            throw new IllegalStateException(word + " is about a customer, so it stands in a route that begins with command: or dialogue:");
        }
        return turn;
    }

    /** Null outside of a turn. */
    static Turn find(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Turn.class);
    }

    /**
     * What a step gave back when it was taken.
     *
     * @throws ChangedRouteException if that cannot be read: the conversation cannot go on
     */
    static <T> T kept(Step step, Class<T> type) {
        try {
            return Objects.requireNonNull(Json.read(step.result(), type));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ChangedRouteException("what step " + step.number() + ", " + step.kind() + ", gave back cannot be read");
        }
    }

    /** What is known from here on by name: to texts and to the back office, and as variables to the route's own decisions. */
    static void remember(Exchange exchange, Turn turn, Map<String, Object> data) {
        turn.memory().names().putAll(data);
        data.forEach((name, value) -> {
            if (VARIABLE.matcher(name).matches()) {
                exchange.setVariable(name, value);
            }
        });
    }

    /** What a text may name here: what the conversation knows, and the body where it is a map. */
    static Map<String, Object> data(Exchange exchange, Turn turn) {
        Map<String, Object> data = new LinkedHashMap<>(turn.memory().names());
        if (exchange.getMessage().getBody() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> data.put(String.valueOf(name), value));
        }
        return data;
    }

    /**
     * Begins the route of a consumer in this turn, on a fresh exchange that holds nothing of the outside.
     *
     * @param needed how far the customer must be believed: if they are not, they are asked for a code instead
     */
    static void begin(DefaultConsumer consumer, Turn turn, Map<String, Object> body, Trust needed, Runnable done) {
        turn.begins(consumer.getRouteId(), body);
        if (proof(consumer).passes(turn, needed)) {
            run(consumer, turn, body, done);
        } else {
            done.run();
        }
    }

    private static Proof proof(DefaultConsumer consumer) {
        return Keyline.of(consumer.getEndpoint().getCamelContext()).proof();
    }

    /** Goes on in the route of a consumer, from its start, with the journal of the conversation. */
    static void goOn(DefaultConsumer consumer, Turn turn, Trust needed, Runnable done) {
        if (!proof(consumer).passes(turn, needed)) {
            done.run();
            return;
        }
        Map<String, Object> body;
        try {
            body = Json.names(turn.conversation().body());
        } catch (IllegalArgumentException unreadable) {
            fail(consumer, turn, new ChangedRouteException("what the conversation began with cannot be read"));
            done.run();
            return;
        }
        run(consumer, turn, body, done);
    }

    private static void run(DefaultConsumer consumer, Turn turn, Map<String, Object> body, Runnable done) {
        Exchange exchange = consumer.createExchange(false);
        remember(exchange, turn, body);
        exchange.setProperty(PROPERTY, turn);
        exchange.getMessage().setBody(new LinkedHashMap<>(body));
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            try {
                finish(consumer, exchange, turn);
            } finally {
                done.run();
            }
        });
    }

    private static void finish(DefaultConsumer consumer, Exchange exchange, Turn turn) {
        try {
            if (exchange.getException() == null) {
                turn.reachedEnd();
            } else {
                fail(consumer, turn, exchange.getException());
            }
        } catch (ChangedRouteException e) {
            fail(consumer, turn, e);
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private static void fail(DefaultConsumer consumer, Turn turn, Throwable failure) {
        Wording wording = Wording.of(consumer.getEndpoint().getCamelContext());
        if (failure instanceof ChangedRouteException) {
            turn.fail(wording.say("dialogue.changed", turn, Map.of()), "the conversation cannot go on: " + failure.getMessage());
            return;
        }
        // an exception may quote what it could not take
        Throwable told = turn.memory().isSecret() ? new StepFailedException(failure.getClass().getName()) : failure;
        consumer.getExceptionHandler().handleException("the route " + consumer.getRouteId() + " failed", told);
        turn.fail(wording.say("sorry.failed", turn, Map.of()), "the route failed: " + told);
    }

    /** The route of a consumer, as conversations go on in it. */
    static Handler entrance(DefaultConsumer consumer, Trust needed) {
        return new Handler() {
            @Override
            public String name() {
                return consumer.getRouteId();
            }

            @Override
            public void handle(Turn turn, Runnable done) {
                goOn(consumer, turn, needed, done);
            }
        };
    }
}
