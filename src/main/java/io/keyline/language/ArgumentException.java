package io.keyline.language;

/** A text cannot be rendered because a value that it names is missing or of the wrong kind. Nothing half right goes out. */
public final class ArgumentException extends RuntimeException {

    private final String key;
    private final String argument;

    ArgumentException(String key, String argument, String reason) {
        super("text " + key + ": {" + argument + "} " + reason);
        this.key = key;
        this.argument = argument;
    }

    /** The text's key. */
    public String key() {
        return key;
    }

    /** The name of the value. */
    public String argument() {
        return argument;
    }
}
