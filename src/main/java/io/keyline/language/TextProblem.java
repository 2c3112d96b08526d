package io.keyline.language;

import java.nio.file.Path;

/**
 * Something wrong in the message catalogue.
 *
 * @param line    from 1
 * @param key     the text, or null where none can be told
 * @param message what is wrong and what to write
 */
public record TextProblem(Path file, int line, String key, String message) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + (key == null ? "" : key + ": ") + message;
    }
}
