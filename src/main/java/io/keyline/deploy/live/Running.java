package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFile;
import io.keyline.deploy.live.Judge.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs: the files as they were found to be right, and their routes. Used by one thread at a time. */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final Directory directory;
    private Verdict verdict;
    private LiveRoutes routes;

    Running(Directory directory) {
        this.directory = directory;
    }

    /** This is to run from the start. */
    void settle(Verdict from) {
        verdict = from;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Starts the routes that were settled on. */
    void start(LiveRoutes on) throws Exception {
        routes = on;
        routes.start(verdict.plan(), routeFiles(verdict));
    }

    private List<RouteFile> routeFiles(Verdict of) {
        return of.files().routeFiles(directory.routes().getFileName().toString());
    }

    /** Tries until what is left also starts, and then it runs. Returns whether anything does that did not before. */
    boolean replace(Trial trial) throws Exception {
        while (!trial.run().left().isEmpty()) {
            try {
                routes.replace(trial.verdict().plan(), routeFiles(trial.verdict()), trial.verdict().texts());
                verdict = trial.verdict();
                return true;
            } catch (NotStartedException e) {
                refuse(trial, e);
            } catch (Exception e) {
                LOG.debug("a deployment does not start", e);
                List<Problem> why = List.of(new Problem(Faults.DIRECTORY, 0, "the routes do not start together: " + e));
                trial.refuse(trial.left().keySet().stream().collect(Collectors.toMap(file -> file, file -> why)));
            }
        }
        return false;
    }

    /** Those that do not start are at fault; all, if it is none that has changed. */
    private void refuse(Trial trial, NotStartedException e) {
        Set<String> files = e.files().stream().map(Trial::plain).filter(trial.left()::containsKey).collect(Collectors.toSet());
        (files.isEmpty() ? Set.copyOf(trial.left().keySet()) : files).forEach(file -> trial.refuse(
                Map.of(file, List.of(new Problem(directory.shown(file), 0, "does not start: " + e.reason())))));
    }

    /** What is not wrong with a file that runs, but may be meant otherwise. */
    List<Problem> warnings(String file) {
        return verdict.problems().stream().filter(problem -> Trial.plain(problem.file()).equals(file)).toList();
    }
}
