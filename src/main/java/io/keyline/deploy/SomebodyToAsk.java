package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.ConsentEndpoint;
import io.keyline.route.LinkEndpoint;
import io.keyline.route.ReplyEndpoint;
import io.keyline.route.WorklistEndpoint;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;

/** Steps that speak to a customer are in a route that begins with one, or that such a route calls. */
final class SomebodyToAsk implements Rule {

    private static final List<Class<? extends Endpoint>> SPEAK = List.of(AskEndpoint.class, BackOfficeEndpoint.class, ReplyEndpoint.class,
            WorklistEndpoint.class, ConsentEndpoint.class, LinkEndpoint.class);

    @Override
    public Stream<Problem> problems(Flows flows) {
        Stream<Problem> others = flows.all().stream().filter(flow -> !flow.hasCustomer() && !isCalled(flow))
                .flatMap(flow -> speaking(flows.reached(flow)).map(step -> step.error(step.name() + " has no customer: " + way(flow)
                        + "; begin with command: or dialogue:, or call the step by direct: from such a route")));
        return flows.isComplete() ? Stream.concat(others, uncalled(flows)) : others;
    }

    private static String way(Flow flow) {
        String way = flow.name() + " begins with " + flow.address();
        boolean beside = flow.address().startsWith("seda:") || flow.address().startsWith("vm:") || flow.address().startsWith("disruptor:");
        return beside ? way + ", beside the route that sends there" : way;
    }

    private static Stream<Problem> uncalled(Flows flows) {
        Set<NamedNode> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        flows.all().stream().filter(flow -> !isCalled(flow)).forEach(flow -> flows.reached(flow).forEach(step -> reached.add(step.node())));
        return speaking(flows.steps()).filter(step -> !reached.contains(step.node()))
                .map(step -> step.error(step.name() + " has no customer: no route that begins with command: or dialogue: calls "
                        + step.flow().address() + "; call it, or remove " + step.flow().name()));
    }

    private static boolean isCalled(Flow flow) {
        return flow.address().startsWith("direct:");
    }

    private static Stream<Step> speaking(List<Step> steps) {
        return steps.stream().filter(step -> SPEAK.stream().anyMatch(kind -> kind.isInstance(step.endpoint())));
    }
}
