package io.keyline.route;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Limit;
import io.keyline.hub.Turn;
import java.util.Map;
import java.util.Optional;

/** Who writes more than anybody would is told once that they are not heard for a while, and that STOP is. */
public final class TooMany implements Interpreter, Handler {

    private static final String TEXT = "limit.messages";

    private final Wording wording;
    private final Limit limit;

    public TooMany(Wording wording, Limit limit) {
        this.wording = wording;
        this.limit = limit;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        return turn.isTooMany() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String name() {
        return TEXT;
    }

    @Override
    public void handle(Turn turn, Runnable done) {
        turn.limited("messages");
        turn.say(wording.say(TEXT, turn, Map.of("minutes", limit.minutes())));
        done.run();
    }
}
