package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import java.util.List;
import java.util.Map;

/**
 * What came of a deployment.
 *
 * @param version    its number in the history; 0 if it was only a check, or changes nothing
 * @param deployed   the files that run now, or would
 * @param refused    those that do not, and why; of some only because they came with others
 * @param warnings   what is doubtful in what was deployed
 * @param notWritten of those deployed, the files that could not be brought into the directory
 */
public record Outcome(long version, List<String> deployed, Map<String, List<Problem>> refused, List<Problem> warnings, List<String> notWritten) {
}
