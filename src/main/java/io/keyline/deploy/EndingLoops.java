package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;

/** A loop ends, or asks in each round. */
final class EndingLoops implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.all().stream().map(flows::reached).flatMap(steps -> steps.stream().filter(step -> isEndless(step, steps))
                .map(step -> step.warning("this loop: does not end: " + reason((LoopDefinition) step.node())
                        + "; write a condition that its steps change, or a number of rounds")));
    }

    private static boolean isEndless(Step step, List<Step> steps) {
        return step.node() instanceof LoopDefinition loop && "true".equals(loop.getDoWhile()) && (isAlways(loop) || isCopy(loop))
                && steps.stream().noneMatch(inside -> inside.within().contains(step) && isWayOut(inside));
    }

    private static boolean isWayOut(Step step) {
        return step.endpoint() instanceof AskEndpoint || step.node() instanceof StopDefinition || step.node() instanceof ThrowExceptionDefinition;
    }

    private static boolean isAlways(LoopDefinition loop) {
        return loop.getExpression() != null && "true".equals(loop.getExpression().getExpression());
    }

    private static boolean isCopy(LoopDefinition loop) {
        return "true".equals(loop.getCopy());
    }

    private static String reason(LoopDefinition loop) {
        return isAlways(loop) ? "its condition always holds" : "with copy: true each round begins with the same message";
    }
}
