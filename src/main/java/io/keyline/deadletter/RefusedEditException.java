package io.keyline.deadletter;

/** An operator's edit cannot be taken; nothing was changed. The message is for them to read. */
public final class RefusedEditException extends Exception {

    RefusedEditException(String message) {
        super(message, null, false, false);
    }
}
