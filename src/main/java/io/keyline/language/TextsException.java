package io.keyline.language;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The message catalogue cannot be used. Tells all that is wrong at once. */
public final class TextsException extends Exception {

    private final transient List<TextProblem> problems;

    TextsException(List<TextProblem> problems) {
        super(problems.stream().map(TextProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    static List<TextProblem> sorted(List<TextProblem> problems) {
        return problems.stream().sorted(Comparator.comparing(TextProblem::file).thenComparingInt(TextProblem::line)).toList();
    }

    /** By file and line. */
    public List<TextProblem> problems() {
        return problems;
    }
}
