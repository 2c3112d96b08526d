package io.keyline.hub;

/** What handles a message once it is understood: a command's route, for example. */
public interface Handler {

    /** The name under which the operator knows it: the route's id. */
    String name();

    /**
     * Handles the message of this turn.
     *
     * @param done to be run exactly once, on any thread, when the turn has decided everything
     */
    void handle(Turn turn, Runnable done);
}
