package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.LinkEndpoint;
import java.util.List;
import java.util.stream.Stream;

/** The routes that wait, for a person or for the back office, and run again from their start when the answer comes. */
final class Waiting {

    private Waiting() {
    }

    static boolean isAt(Step step) {
        return step.endpoint() instanceof AskEndpoint || step.endpoint() instanceof BackOfficeEndpoint
                || step.endpoint() instanceof LinkEndpoint;
    }

    /** The steps of each route that waits, in order. */
    static Stream<List<Step>> routes(Flows flows) {
        return flows.all().stream().filter(Flow::hasCustomer).map(flows::reached).filter(steps -> steps.stream().anyMatch(Waiting::isAt));
    }
}
