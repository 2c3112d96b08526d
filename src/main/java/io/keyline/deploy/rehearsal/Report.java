package io.keyline.deploy.rehearsal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Says on a terminal how rehearsals went: a line a file while all is well, and all that helps where it is not. */
public final class Report {

    private final PrintWriter out;
    private final boolean colour;
    private int played;
    private int red;
    private Duration took = Duration.ZERO;

    /** @param colour whether {@code out} is a terminal that shows colours */
    public Report(PrintWriter out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Says how the rehearsals of one file went. */
    public void file(String name, List<Outcome> outcomes) {
        List<Outcome> different = outcomes.stream().filter(outcome -> !outcome.isGreen()).toList();
        Duration all = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
        String counts = different.isEmpty() ? "%3d ok".formatted(outcomes.size())
                : "%3d ok, %d not".formatted(outcomes.size() - different.size(), different.size());
        out.printf("%-48s %s %6d ms%n", Shown.of(name), in(different.isEmpty() ? "32" : "31", "%-14s".formatted(counts)), all.toMillis());
        different.forEach(this::failure);
        played += outcomes.size();
        red += different.size();
        took = took.plus(all);
    }

    private void failure(Outcome outcome) {
        Failure failure = outcome.failure();
        out.println();
        out.println(in("1;31", Shown.of(outcome.rehearsal().file() + ":" + failure.line() + ": " + failure.message())));
        out.println("  in: " + Shown.of(outcome.rehearsal().title()));
        out.println();
        failure.details().forEach(out::println);
        out.println();
    }

    /** Says how all of them went together. */
    public void end() {
        String many = played == 1 ? "1 rehearsal" : played + " rehearsals";
        out.println((red == 0 ? in("32", many + ": all as written") : in("31", many + ": " + red + (red == 1 ? " differs" : " differ")))
                + ", " + took.toMillis() + " ms");
    }

    private String in(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
