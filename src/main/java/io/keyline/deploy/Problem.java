package io.keyline.deploy;

/**
 * Something wrong in a file that an operator wrote.
 *
 * @param file    the file, as the operator would name it
 * @param line    the line, from 1; 0 if it cannot be told
 * @param message what is wrong and what to write instead
 */
public record Problem(String file, int line, String message) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
