package io.keyline.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Each route has an id of its own. */
final class RouteIds implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, Flow> ids = new HashMap<>();
        return flows.all().stream().flatMap(flow -> problem(flow, ids));
    }

    private static Stream<Problem> problem(Flow flow, Map<String, Flow> ids) {
        if (!flow.route().hasCustomIdAssigned()) {
            return Stream.of(new Problem(flow.file().name(), Math.max(0, flow.route().getLineNumber()),
                    "a route has no id; write id: and a name that tells what it does"));
        }
        String id = flow.route().getRouteId();
        return Stream.ofNullable(ids.putIfAbsent(id, flow))
                .map(other -> flow.file().problem(id, "the route id " + id + " is taken by " + other.file().name()));
    }
}
