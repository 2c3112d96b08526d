package io.keyline.hub;

import io.keyline.store.Inbound;

/**
 * How a turn ends.
 *
 * @param state  of its message; null if the route came to its end, or waits
 * @param reason why it ends otherwise than by its route; may be null
 * @param atCall whether it came to nothing at a call to the back office
 */
record Ending(String state, String reason, boolean atCall) {

    static final Ending BY_ROUTE = new Ending(null, null, false);
    private static final String DEAD = "DEAD";

    Ending ignored(String why) {
        return new Ending("IGNORED", why, atCall);
    }

    Ending dead(String why) {
        return new Ending(DEAD, why, atCall);
    }

    Ending because(String why) {
        return new Ending(state, why, atCall);
    }

    Ending failedAtCall() {
        return new Ending(state, reason, true);
    }

    boolean isByRoute() {
        return state == null;
    }

    boolean isDead() {
        return DEAD.equals(state);
    }

    /** The message as it is then. A route that ends without an answer has ignored it. */
    Inbound closed(Inbound message, boolean answered) {
        if (!isByRoute()) {
            return message.closed(state, reason);
        }
        return answered ? message.closed("ANSWERED", message.reason()) : message.closed("IGNORED", "the route gave no answer");
    }
}
