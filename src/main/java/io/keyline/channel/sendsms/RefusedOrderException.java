package io.keyline.channel.sendsms;

/** An order that cannot be. The message is for the caller. */
final class RefusedOrderException extends Exception {

    private final int status;

    RefusedOrderException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    int status() {
        return status;
    }
}
