package io.keyline.deploy.live;

/** The history has no such text; the message says which. */
public final class UnknownVersionException extends Exception {

    UnknownVersionException(String message) {
        super(message);
    }
}
