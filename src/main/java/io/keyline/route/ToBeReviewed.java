package io.keyline.route;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Turn;
import java.util.Map;
import java.util.Optional;

/** Who may have meant STOP, and said nothing else that is understood, is told that a person reads it, and the word that works at once. */
public final class ToBeReviewed implements Interpreter, Handler {

    private static final String TEXT = "stop.review";

    private final Wording wording;

    public ToBeReviewed(Wording wording) {
        this.wording = wording;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        return turn.consent().isPossibleOptOut() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String name() {
        return TEXT;
    }

    @Override
    public void handle(Turn turn, Runnable done) {
        turn.say(wording.say(TEXT, turn, Map.of()));
        done.run();
    }
}
