package io.keyline.deploy.rehearsal;

import java.util.List;

/**
 * Where a rehearsal first went otherwise than it is written.
 *
 * @param line    the line of the file, from 1
 * @param message what is wrong, in one line
 * @param broken  whether it could not be played at all, by no fault of a route's
 * @param details the transcript up to there, what was expected and what came, and what else waits; lines that a terminal can show
 */
public record Failure(int line, String message, boolean broken, List<String> details) {
}
