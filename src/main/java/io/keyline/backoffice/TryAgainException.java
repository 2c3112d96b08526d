package io.keyline.backoffice;

import java.time.Duration;

/** An attempt came to nothing, and another may not. */
final class TryAgainException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean untouched;
    private final transient Duration after;
    private final transient Reply otherwise;

    /**
     * @param untouched whether the system has certainly not taken the request, so that any operation may be tried again
     * @param after     how long the system wants not to be asked; null if it does not say
     * @param otherwise what the call ends with if it is not tried again
     */
    TryAgainException(boolean untouched, Duration after, Reply otherwise) {
        super(otherwise.reason(), null, false, false);
        this.untouched = untouched;
        this.after = after;
        this.otherwise = otherwise;
    }

    boolean untouched() {
        return untouched;
    }

    Duration after() {
        return after;
    }

    Reply otherwise() {
        return otherwise;
    }
}
