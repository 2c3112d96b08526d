package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Flow.Branch;
import io.keyline.deploy.draw.Flow.Fork;
import io.keyline.deploy.draw.Flow.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A step's outcomes as a fork: alone, or made one with the choice that follows it and asks for nothing but these outcomes.
 *
 * @param question what stands in the diamond
 * @param subjects what conditions may be about; a value of them that is no outcome of its own is an answer like any other
 */
record Decision(String question, List<String> subjects, List<Outcome> outcomes) {

    /** A way of a choice: its condition, null for the one that takes the rest, and its parts. */
    record Way(Condition condition, List<Part> parts) {
    }

    Fork alone() {
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch(labels(outcomes.stream().filter(Outcome::goesOn).toList()), List.of(), false));
        return new Fork(Flow.decision(question), withExits(branches));
    }

    /** Whether a choice with these conditions (null for the way that takes the rest) asks for nothing but the outcomes. */
    boolean covers(List<Condition> conditions) {
        return conditions.stream().allMatch(condition -> condition == null || subjects.contains(condition.subject()));
    }

    /** @param ways those of a choice that is covered, in order */
    Fork with(List<Way> ways) {
        List<Outcome> left = new ArrayList<>(outcomes.stream().filter(Outcome::goesOn).toList());
        List<Branch> branches = new ArrayList<>();
        boolean rest = false;
        for (Way way : ways) {
            List<Outcome> taken = left.stream().filter(one -> way.condition() == null || one.conditions().contains(way.condition())).toList();
            left.removeAll(taken);
            rest |= way.condition() == null;
            branches.add(new Branch(label(way, taken), way.parts(), false));
        }
        if (!rest && !left.isEmpty()) {
            branches.add(new Branch(labels(left), List.of(), false));
        }
        return new Fork(Flow.decision(question), withExits(branches));
    }

    private static String label(Way way, List<Outcome> taken) {
        if (!taken.isEmpty()) {
            return labels(taken);
        }
        if (way.condition() == null) {
            return "otherwise";
        }
        return Condition.name(way.condition().subject()) + " = " + way.condition().value();
    }

    private List<Branch> withExits(List<Branch> branches) {
        outcomes.stream().filter(outcome -> !outcome.goesOn())
                .forEach(outcome -> branches.add(new Branch(outcome.label(), outcome.exit(), true)));
        return List.copyOf(branches);
    }

    private static String labels(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::label).collect(Collectors.joining(",\n"));
    }
}
