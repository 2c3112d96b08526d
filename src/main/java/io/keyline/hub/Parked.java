package io.keyline.hub;

import io.keyline.store.Conversation.State;
import java.time.Instant;

/**
 * What a conversation waits for after a turn.
 *
 * @param as       what it does meanwhile; null if it waits for nothing
 * @param question the question whose answer would be recognised, as JSON, also one that comes too late; else null
 * @param deadline when what it waits for is given up, or null
 * @param due      the next time something is to be done, or null
 */
record Parked(State as, String question, Instant deadline, Instant due) {

    static final Parked NOT = new Parked(null, null, null, null);

    Parked withQuestion(String asked) {
        return new Parked(as, asked, deadline, due);
    }
}
