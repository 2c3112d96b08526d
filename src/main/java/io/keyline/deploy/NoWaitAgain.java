package io.keyline.deploy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What delays a route stands behind its last question: before, it delays again each time that the route runs again. */
final class NoWaitAgain implements Rule {

    private static final Set<String> DELAYS = Set.of("delay", "throttle");

    @Override
    public Stream<Problem> problems(Flows flows) {
        return Waiting.routes(flows).flatMap(NoWaitAgain::problems);
    }

    private static Stream<Problem> problems(List<Step> steps) {
        int last = steps.indexOf(steps.reversed().stream().filter(Waiting::isAt).findFirst().orElseThrow());
        return steps.stream().filter(step -> DELAYS.contains(step.node().getShortName()))
                .filter(step -> steps.indexOf(step) < last || isInLoopWith(step, steps))
                .map(step -> step.warning(step.node().getShortName() + ": delays again each time that the route runs again after an answer; "
                        + "put it behind the last ask: or back-office:, or let the question wait"));
    }

    private static boolean isInLoopWith(Step delay, List<Step> steps) {
        List<Step> loops = delay.within().stream().filter(step -> step.node().getShortName().equals("loop")).toList();
        return steps.stream().filter(Waiting::isAt).anyMatch(wait -> loops.stream().anyMatch(wait.within()::contains));
    }
}
