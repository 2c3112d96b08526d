package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The files are wrong, and there are none that were right before. */
public final class RefusedStartException extends Exception {

    private final transient List<Problem> problems;

    RefusedStartException(List<Problem> problems) {
        super(problems.stream().filter(Problem::isError).map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong or doubtful. */
    public List<Problem> problems() {
        return problems;
    }
}
