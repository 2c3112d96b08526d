package io.keyline.deploy.live;

import io.keyline.deploy.Plan;
import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import java.util.List;
import java.util.Map;

/** Whether the hub could run with a set of files, and if not, why. What did not change since it was last asked costs little. */
final class Judge {

    /**
     * What it says.
     *
     * @param texts    null if they are wrong
     * @param plan     null if the texts are wrong
     * @param problems everything that is wrong or doubtful
     */
    record Verdict(FileSet files, Texts texts, Plan plan, List<Problem> problems) {

        List<Problem> errors() {
            return problems.stream().filter(Problem::isError).toList();
        }

        boolean isGood() {
            return errors().isEmpty();
        }
    }

    private final String directory;
    private final Deployments.Catalogue catalogue;
    private RouteFiles routes;
    private Map<String, String> contents;
    private Texts texts;

    /** @param directory of the route files, as problems name it */
    Judge(String directory, Deployments.Catalogue catalogue, RouteFiles routes) {
        this.directory = directory;
        this.catalogue = catalogue;
        this.routes = routes;
    }

    Verdict judge(FileSet files) {
        Texts read;
        try {
            read = texts(files.messages());
        } catch (TextsException e) {
            return new Verdict(files, null, null, e.problems().stream()
                    .map(wrong -> new Problem(wrong.file().toString(), wrong.line(), (wrong.key() == null ? "" : wrong.key() + ": ") + wrong.message())).toList());
        }
        routes = routes.with(files.routeFiles(directory), read);
        Plan plan = routes.plan();
        return new Verdict(files, read, plan, plan.problems());
    }

    private Texts texts(Map<String, String> wanted) throws TextsException {
        if (!wanted.equals(contents)) {
            texts = catalogue.read(wanted);
            contents = wanted;
        }
        return texts;
    }
}
