package io.keyline.deploy;

import io.keyline.route.AskEndpoint;
import io.keyline.route.DialogueEndpoint;
import io.keyline.route.ReplyEndpoint;
import io.keyline.route.WorklistEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.NamedNode;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * The ways through a route on which the customer has heard nothing yet. A way is known by the branch that it took last, so there are
 * never more of them than branches.
 */
final class Paths {

    private static final Set<String> BESIDE = Set.of("onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

    private final Flows flows;
    private final Consumer<Step> stopped;
    private final Set<Flow> under = new HashSet<>();

    /** @param stopped receives the branches whose way ends at a stop: in them */
    Paths(Flows flows, Consumer<Step> stopped) {
        this.flows = flows;
        this.stopped = stopped;
    }

    /** The branches whose ways reach the end of the route. */
    Set<Step> throughAll(Flow flow) {
        return call(flow, Set.of(new Step(flow, flow.route(), List.of())));
    }

    private Set<Step> call(Flow flow, Set<Step> silent) {
        // a route that calls itself ends where it does not: there the ways are found
        if (!under.add(flow)) {
            return Set.of();
        }
        Set<Step> left = inTurn(flow, Step.children(flow.route()), silent);
        under.remove(flow);
        return left;
    }

    private Set<Step> inTurn(Flow flow, List<? extends NamedNode> nodes, Set<Step> silent) {
        Set<Step> left = silent;
        for (NamedNode node : nodes) {
            if (!left.isEmpty()) {
                left = through(new Step(flow, node, List.of()), left);
            }
        }
        return left;
    }

    private Set<Step> through(Step step, Set<Step> silent) {
        List<NamedNode> inside = Step.children(step.node());
        return switch (step.node()) {
            case StopDefinition stop -> {
                silent.forEach(stopped);
                yield Set.of();
            }
            // the customer is told that something went wrong
            case ThrowExceptionDefinition failure -> Set.of();
            case RollbackDefinition failure -> Set.of();
            case ChoiceDefinition choice -> choice.getOtherwise() == null ? or(branches(step, inside), Set.of(step)) : branches(step, inside);
            case FilterDefinition filter -> or(inTurn(step.flow(), inside, silent), Set.of(step));
            case LoopDefinition loop -> loop(step, inside, silent);
            case TryDefinition attempt -> attempt(step, inside, silent);
            case CircuitBreakerDefinition breaker -> attempt(step, inside, silent);
            case LoadBalanceDefinition balance -> alternatives(step, inside, silent);
            case SplitDefinition split -> or(inTurn(step.flow(), inside, silent), silent);
            case AggregateDefinition later -> silent;
            case ResequenceDefinition later -> silent;
            case WireTapDefinition<?> beside -> silent;
            case NamedNode beside when BESIDE.contains(beside.getShortName()) -> silent;
            default -> inside.isEmpty() ? sent(step, silent) : inTurn(step.flow(), inside, silent);
        };
    }

    private Set<Step> branches(Step step, List<NamedNode> branches) {
        Set<Step> left = new LinkedHashSet<>();
        branches.forEach(branch -> left.addAll(inTurn(step.flow(), Step.children(branch), Set.of(new Step(step.flow(), branch, List.of())))));
        return left;
    }

    private Set<Step> alternatives(Step step, List<NamedNode> nodes, Set<Step> silent) {
        Set<Step> left = new LinkedHashSet<>();
        nodes.forEach(node -> left.addAll(inTurn(step.flow(), List.of(node), silent)));
        return left;
    }

    private Set<Step> loop(Step step, List<NamedNode> inside, Set<Step> silent) {
        boolean mayHaveNone = "true".equals(((LoopDefinition) step.node()).getDoWhile());
        Set<Step> left = inTurn(step.flow(), inside, silent);
        return mayHaveNone ? or(left, Set.of(step)) : left;
    }

    /** An error may come before anything was said, so a way leads from the beginning into each catch. */
    private Set<Step> attempt(Step step, List<NamedNode> inside, Set<Step> silent) {
        List<NamedNode> attempted = new ArrayList<>(inside);
        attempted.removeIf(node -> isCatch(node) || node instanceof FinallyDefinition);
        Set<Step> left = or(inTurn(step.flow(), attempted, silent), branches(step, inside.stream().filter(Paths::isCatch).toList()));
        return inTurn(step.flow(), inside.stream().filter(FinallyDefinition.class::isInstance).flatMap(last -> Step.children(last).stream()).toList(),
                left);
    }

    private static boolean isCatch(NamedNode node) {
        return node instanceof CatchDefinition || node instanceof OnFallbackDefinition;
    }

    private Set<Step> sent(Step step, Set<Step> silent) {
        boolean heard = switch (step.endpoint()) {
            case ReplyEndpoint reply -> true;
            case AskEndpoint ask -> true;
            case WorklistEndpoint worklist -> true;
            case DialogueEndpoint dialogue -> true;
            case null -> step.addresses().stream().anyMatch(Address::isDynamic);
            default -> false;
        };
        if (heard) {
            return Set.of();
        }
        Set<Step> left = silent;
        for (String address : step.addresses()) {
            Optional<Flow> called = flows.called(address);
            left = called.isPresent() ? call(called.get(), left) : left;
        }
        return left;
    }

    private static Set<Step> or(Set<Step> one, Set<Step> other) {
        Set<Step> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
