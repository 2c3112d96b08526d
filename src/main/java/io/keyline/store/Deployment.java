package io.keyline.store;

import java.time.Instant;
import java.util.List;

/**
 * What became of a file in one deployment.
 *
 * @param version         the number of the deployment, which all its files share
 * @param file            without its directory
 * @param text            null: the file was deleted; also null in lists
 * @param hash            SHA-256 of the text, in hexadecimal; null without one
 * @param directoryHash   the same of what the directory had afterwards; null if it had no such file
 * @param deployed        false: it was refused
 * @param who             an employee, or by which way it came
 * @param why             what they said of it, or null
 * @param problems        for which it was refused, or in spite of which it runs
 */
public record Deployment(long version, String file, String text, String hash, String directoryHash, boolean deployed, String who, Instant at,
        String why, List<String> problems) {
}
