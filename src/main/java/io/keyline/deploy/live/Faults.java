package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What does not run, and why, by file: what is wrong in the directory, and what another hub has deployed that does not start here. */
final class Faults {

    /** In place of a file: the directory as a whole. */
    static final String DIRECTORY = "directory";

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Map<String, List<Problem>> problems = new ConcurrentSkipListMap<>();
    /** Files that run in another hub and not here. */
    private final Set<String> behind = new HashSet<>();

    /** Tells it once, however often it is met. */
    void add(String file, List<Problem> why) {
        if (!why.equals(problems.put(file, why))) {
            why.forEach(problem -> LOG.error("{}: not deployed, what ran runs on: {}", file, problem));
        }
    }

    /** These run in another hub and not here, whatever the directory has. */
    void addBehind(Map<String, List<Problem>> refused) {
        refused.forEach(this::add);
        behind.addAll(refused.keySet());
    }

    /** These files run. */
    void clear(Set<String> files) {
        behind.removeAll(files);
        problems.keySet().removeAll(files);
    }

    /** The directory can be read, and nothing waits there but these files: what else was wrong is not any more. */
    void keep(Set<String> pending) {
        problems.keySet().removeIf(file -> !pending.contains(file) && !behind.contains(file));
    }

    Map<String, List<String>> byFile() {
        Map<String, List<String>> words = new TreeMap<>();
        problems.forEach((file, why) -> words.put(file, words(why)));
        return words;
    }

    static List<String> words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
