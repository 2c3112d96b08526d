package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.WorklistEndpoint;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The queues of the work list have names that employees can type. */
final class QueueNames implements Rule {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.steps().stream().flatMap(step -> queue(step).filter(queue -> !NAME.matcher(queue).matches())
                .map(queue -> step.error(step.name() + ": the queue is '" + queue
                        + "', write small letters, digits and hyphens, 40 at most, for example payments")));
    }

    private static Stream<String> queue(Step step) {
        return switch (step.endpoint()) {
            case WorklistEndpoint worklist -> Stream.of(worklist.getQueue());
            case AskEndpoint ask when ask.getOtherwise().equals("worklist") -> Stream.of(ask.getQueue());
            case null, default -> Stream.empty();
        };
    }
}
