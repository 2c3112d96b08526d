package io.keyline.store;

import java.time.Instant;

/**
 * Work that came to nothing, as a turn decided.
 *
 * @param id       of the message or conversation, and of the dead letter
 * @param kind     of the dead letter
 * @param reason   why
 * @param customer whose it is
 */
public record Death(long id, Kind kind, String reason, long customer, Instant at) {

    /** The kinds of work that can end as a dead letter. */
    public enum Kind {
        /** A message to a customer that did not get there. */
        OUTGOING,
        /** A message of a customer whose turn failed. */
        MESSAGE,
        /** A conversation that could not go on when its time came. */
        CONVERSATION,
        /** A message or conversation that failed at a call to the back office. */
        CALL,
        /** An event of another system that began nothing. */
        EVENT,
        /** A reply of the back office of which nobody knows whose it is. */
        REPLY,
        /** A request that the back office gave back to the broker too often. */
        REQUEST,
        /** Input that could not be read. */
        QUARANTINE
    }
}
