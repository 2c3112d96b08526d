package io.keyline.hub;

/** What arrived could not be stored; whoever sent it keeps it and tries again. */
public final class TryLater extends Exception {

    public TryLater(String message, Throwable cause) {
        super(message, cause);
    }
}
