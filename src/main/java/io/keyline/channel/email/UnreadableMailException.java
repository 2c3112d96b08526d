package io.keyline.channel.email;

/** A mail that cannot be read. The message says why, for operators, and quotes nothing of it. */
final class UnreadableMailException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableMailException(String reason) {
        super(reason);
    }
}
