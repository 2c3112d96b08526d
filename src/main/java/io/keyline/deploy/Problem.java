package io.keyline.deploy;

/**
 * Something in a file that an operator wrote.
 *
 * @param file     the file, as the operator would name it
 * @param line     the line, from 1; 0 if it cannot be told
 * @param severity whether the hub starts with it
 * @param message  what is wrong and what to write instead
 */
public record Problem(String file, int line, Severity severity, String message) {

    /** Whether the hub starts with it. */
    public enum Severity {
        /** It does not. */
        ERROR,
        /** It does, and says so. */
        WARNING
    }

    /** An error. */
    public Problem(String file, int line, String message) {
        this(file, line, Severity.ERROR, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (isError() ? "" : "warning: ") + message;
    }
}
