package io.keyline.route;

/** An event that no attempt can take: what it says cannot be read. The message names the field and never quotes the value. */
public final class BadEventException extends IllegalArgumentException {

    BadEventException(String message) {
        super(message);
    }
}
