package io.keyline.hub;

import java.util.Optional;

/** One way to understand a message: as an opt-out, as the answer to an open question, as a keyword. Asked in order. */
public interface Interpreter {

    /** Who handles the message of this turn, if it means something here. May note on the turn what it found. */
    Optional<Handler> interpret(Turn turn);
}
