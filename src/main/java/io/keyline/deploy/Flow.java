package io.keyline.deploy;

import io.keyline.route.CommandEndpoint;
import io.keyline.route.DialogueEndpoint;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;

/**
 * A route as the rules see it.
 *
 * @param from      what it begins with
 * @param endpoints of each node that names one which is known before the route runs
 */
record Flow(RouteFile file, RouteDefinition route, Endpoint from, Map<NamedNode, Endpoint> endpoints) {

    /** For messages. */
    String name() {
        return "the route " + route.getRouteId();
    }

    /** What it begins with, as the file has it, without options. */
    String address() {
        return Address.plain(route.getInput().getEndpointUri());
    }

    /** Whether it begins with a customer, whom it can ask and answer. */
    boolean hasCustomer() {
        return from instanceof CommandEndpoint || from instanceof DialogueEndpoint;
    }

    /** Where it stands, for messages about another place. */
    String place() {
        return file.name() + ":" + line();
    }

    Problem error(String message) {
        return problem(Problem.Severity.ERROR, message);
    }

    Problem warning(String message) {
        return problem(Problem.Severity.WARNING, message);
    }

    Problem problem(Problem.Severity severity, String message) {
        return new Problem(file.name(), line(), severity, message);
    }

    /** The line of what it begins with. */
    int line() {
        return Math.max(0, route.getInput().getLineNumber() > 0 ? route.getInput().getLineNumber() : route.getLineNumber());
    }
}
