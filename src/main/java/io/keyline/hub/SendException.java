package io.keyline.hub;

/** A message did not go out, or may not have. Thrown by a channel, read by the outbox. */
public final class SendException extends Exception {

    /** What the outbox has to do about it. */
    public enum Outcome {
        /** Nothing went out; it may go later. */
        RETRY_LATER,
        /** Nothing went out because the provider is overloaded: later, and the whole connection slower. */
        THROTTLED,
        /** The provider will never take it. */
        REFUSED,
        /** As refused, and for the address: the provider knows nobody who has it. */
        UNKNOWN_ADDRESS,
        /** The connection died between the request and its response: it may be out. */
        UNCERTAIN
    }

    /** The code of {@link Outcome#RETRY_LATER} when there is no connection: the whole channel waits, not this message alone. */
    public static final String NOT_CONNECTED = "not-connected";

    private final Outcome outcome;
    private final String code;

    /** @param code the provider's code or a short word, shown to the operator */
    public SendException(Outcome outcome, String code, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
        this.code = code;
    }

    public Outcome outcome() {
        return outcome;
    }

    public String code() {
        return code;
    }
}
