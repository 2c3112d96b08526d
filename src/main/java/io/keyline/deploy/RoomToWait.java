package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.ConsentEndpoint;
import io.keyline.route.LinkEndpoint;
import io.keyline.route.ReplyEndpoint;
import io.keyline.route.WorklistEndpoint;
import java.util.stream.Stream;

/** A route waits where the run can end at a question and come there again, and speaks where the customer's turn is. */
final class RoomToWait implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.all().stream().flatMap(flow -> flows.reached(flow).stream())
                .flatMap(step -> Obstacle.of(step.within()).stream().flatMap(met -> problem(step, met)));
    }

    private static Stream<Problem> problem(Step step, Obstacle.Met met) {
        return switch (step.endpoint()) {
            case AskEndpoint ask -> wait(step, met, " cannot wait ");
            case BackOfficeEndpoint call -> wait(step, met, ", which may have to wait, cannot do so ");
            case LinkEndpoint link -> wait(step, met, " cannot wait ");
            case ReplyEndpoint reply -> speak(step, met);
            case WorklistEndpoint worklist -> speak(step, met);
            case ConsentEndpoint consent -> speak(step, met);
            case null, default -> Stream.empty();
        };
    }

    private static Stream<Problem> wait(Step step, Obstacle.Met met, String cannot) {
        return Stream.of(step.error(step.name() + cannot + met.where() + ": " + met.reason() + "; put it before or after"));
    }

    private static Stream<Problem> speak(Step step, Obstacle.Met met) {
        return met.isBeside() ? Stream.of(step.error(step.name() + " has no customer " + met.where() + ": " + met.reason()
                + "; put it before or after")) : Stream.empty();
    }
}
