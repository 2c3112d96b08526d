package io.keyline.deploy;

import io.keyline.deploy.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DisabledAwareDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;

/**
 * A node of a route, at its place.
 *
 * @param within what it stands in, the outermost first; a {@code to: direct:} step holds the steps of the route that it calls
 */
record Step(Flow flow, NamedNode node, List<Step> within) {

    /** The nodes that a node holds, in the order of the file. */
    static List<NamedNode> children(NamedNode node) {
        List<NamedNode> children = new ArrayList<>();
        switch (node) {
            case ChoiceDefinition choice -> {
                children.addAll(choice.getWhenClauses());
                Optional.ofNullable(choice.getOtherwise()).ifPresent(children::add);
            }
            case TryDefinition attempt -> {
                children.addAll(attempt.getOutputsWithoutCatches());
                children.addAll(attempt.getCatchClauses());
                Optional.ofNullable(attempt.getFinallyClause()).ifPresent(children::add);
            }
            case CircuitBreakerDefinition breaker -> {
                children.addAll(breaker.getOutputs());
                Optional.ofNullable(breaker.getOnFallback()).ifPresent(children::add);
            }
            case OutputNode holder -> children.addAll(holder.getOutputs());
            case ProcessorDefinition<?> holder -> children.addAll(holder.getOutputs());
            default -> { }
        }
        children.removeIf(child -> child instanceof DisabledAwareDefinition one && "true".equals(one.getDisabled()));
        return children;
    }

    /** The step's endpoint, if it is of this kind. */
    <T extends Endpoint> Stream<T> endpoint(Class<T> kind) {
        return Stream.ofNullable(flow.endpoints().get(node)).filter(kind::isInstance).map(kind::cast);
    }

    Endpoint endpoint() {
        return flow.endpoints().get(node);
    }

    /** Where it sends to; what settings stand for is filled in where it is known. */
    List<String> addresses() {
        return endpoint() == null ? Address.of(node) : List.of(endpoint().getEndpointUri());
    }

    /** The Camel word for it, for example {@code split}; of a step that sends, where to. */
    String name() {
        return endpoint() == null ? node.getShortName() : Address.plain(endpoint().getEndpointUri());
    }

    Problem error(String message) {
        return problem(Severity.ERROR, message);
    }

    Problem warning(String message) {
        return problem(Severity.WARNING, message);
    }

    Problem problem(Severity severity, String message) {
        return new Problem(flow.file().name(), line(), severity, message);
    }

    /** The line of the step, or else of what it stands in. */
    int line() {
        return Lines.of(node, flow.file());
    }

    /** Where it is, for messages about another place. */
    String place() {
        return flow.file().name() + ":" + line();
    }
}
