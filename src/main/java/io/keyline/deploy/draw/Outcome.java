package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Flow.Part;
import java.util.List;
import java.util.Set;

/**
 * One thing that can come of a step that decides.
 *
 * @param conditions the conditions in a choice behind the step that mean this outcome
 * @param label      on the arrow
 * @param exit       what happens then, to its end; null if the route goes on
 */
record Outcome(Set<Condition> conditions, String label, List<Part> exit) {

    static Outcome goesOn(String label, Condition... conditions) {
        return new Outcome(Set.of(conditions), label, null);
    }

    static Outcome ends(String label, Part... exit) {
        return new Outcome(Set.of(), label, List.of(exit));
    }

    boolean goesOn() {
        return exit == null;
    }
}
