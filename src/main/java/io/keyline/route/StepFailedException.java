package io.keyline.route;

/** A step of the route failed; this stands for an exception of which only class and message were kept. */
public final class StepFailedException extends RuntimeException {

    public StepFailedException(String message) {
        super(message);
    }
}
