package io.keyline.hub;

/** A conversation cannot go on: its route was changed, and what was done so far does not fit it any more. */
public final class ChangedRouteException extends RuntimeException {

    public ChangedRouteException(String message) {
        super(message);
    }
}
