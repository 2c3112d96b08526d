package io.keyline.deploy.rehearsal;

/** A line that says nothing that can be played; the message tells what to write instead. */
final class Unreadable extends Exception {

    Unreadable(String message) {
        super(message, null, false, false);
    }
}
