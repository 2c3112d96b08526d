package io.keyline.deploy.draw;

import static io.keyline.deploy.draw.Flow.step;

import io.keyline.deploy.draw.Flow.Branch;
import io.keyline.deploy.draw.Flow.Fork;
import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Loop;
import io.keyline.deploy.draw.Flow.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;

/** Reads the flow of a route out of Camel's model. Nothing of the route needs to run, or even to be able to. */
public final class FlowReader {

    private final Words words;
    private final SubRoutes subRoutes;

    private FlowReader(Words words, SubRoutes subRoutes) {
        this.words = words;
        this.subRoutes = subRoutes;
    }

    /**
     * @param routes    all routes there are, for those that are reached by {@code direct:}
     * @param endpoints makes an endpoint of an address, without starting it
     * @param captions  the texts and their language
     */
    public static Flow read(RouteDefinition route, List<RouteDefinition> routes, Endpoints endpoints, Captions captions) {
        Words words = new Words(endpoints, captions);
        List<Part> parts = new ArrayList<>(words.beginning(route.getInput().getEndpointUri()));
        if (Flow.goesOn(parts)) {
            // read twice: only then is it known which sub-routes need a name where they are drawn
            SubRoutes first = new SubRoutes(routes, Set.of());
            new FlowReader(words, first).parts(route.getOutputs());
            parts.addAll(new FlowReader(words, new SubRoutes(routes, first.again())).parts(route.getOutputs()));
        }
        if (Flow.goesOn(parts)) {
            parts.add(Flow.end());
        }
        return new Flow(route.getRouteId(), List.copyOf(parts));
    }

    private List<Part> parts(List<ProcessorDefinition<?>> steps) {
        List<ProcessorDefinition<?>> shown = steps.stream().filter(FlowReader::isShown).toList();
        List<Part> parts = new ArrayList<>();
        // what comes after the end is never reached
        for (int i = 0; i < shown.size() && Flow.goesOn(parts); i++) {
            ProcessorDefinition<?> next = i + 1 < shown.size() ? shown.get(i + 1) : null;
            Optional<Decision> decision = words.decision(shown.get(i));
            if (decision.isEmpty()) {
                parts.addAll(part(shown.get(i)));
                continue;
            }
            parts.addAll(words.step(shown.get(i)));
            if (next instanceof ChoiceDefinition choice && decision.get().covers(conditions(choice))) {
                parts.add(decision.get().with(ways(choice)));
                i++;
            } else {
                parts.add(decision.get().alone());
            }
        }
        return List.copyOf(parts);
    }

    /** Logging does nothing to the customer; error handlers and the like stand beside a route's steps, not among them. */
    private static boolean isShown(ProcessorDefinition<?> step) {
        return !(step instanceof LogDefinition) && !Words.address(step).startsWith("log:") && !step.isAbstract()
                && !"true".equals(step.getDisabled());
    }

    private List<Part> part(ProcessorDefinition<?> step) {
        return switch (step) {
            case ChoiceDefinition choice -> List.of(choice(choice));
            case FilterDefinition filter -> List.of(filter(filter));
            case LoopDefinition loop -> List.of(loop(loop));
            case TryDefinition attempt -> attempt(attempt);
            case CircuitBreakerDefinition breaker -> List.of(breaker(breaker));
            case PipelineDefinition group -> parts(group.getOutputs());
            case StepDefinition group -> parts(group.getOutputs());
            case StopDefinition stop -> List.of(Flow.end());
            case ThrowExceptionDefinition failure -> List.of(step(Kind.DO, "", "fails"), Flow.end());
            case RollbackDefinition failure -> List.of(step(Kind.DO, "", "fails"), Flow.end());
            default -> plain(step);
        };
    }

    private List<Part> plain(ProcessorDefinition<?> step) {
        String address = Words.address(step);
        if (address.startsWith("direct:")) {
            return subRoutes.follow(address, this::parts);
        }
        List<Part> parts = new ArrayList<>(words.step(step));
        parts.addAll(parts(step.getOutputs()));
        return parts;
    }

    /** A choice whose conditions are all about one thing asks for that thing; else its conditions stand on the arrows. */
    private Fork choice(ChoiceDefinition choice) {
        List<Decision.Way> ways = ways(choice);
        Set<String> subjects = ways.stream().map(Decision.Way::condition).filter(Objects::nonNull).map(Condition::subject)
                .collect(Collectors.toSet());
        boolean one = subjects.size() == 1 && !subjects.contains("");
        List<Branch> branches = ways.stream().map(way -> new Branch(label(way.condition(), one), way.parts(), false))
                .collect(Collectors.toCollection(ArrayList::new));
        if (otherwise(choice).isEmpty()) {
            branches.add(new Branch("otherwise", List.of(), false));
        }
        return new Fork(Flow.decision(one ? Condition.name(subjects.iterator().next()) + "?" : "which?"), List.copyOf(branches));
    }

    private static String label(Condition condition, boolean valueOnly) {
        if (condition == null) {
            return "otherwise";
        }
        return valueOnly || condition.subject().isEmpty() ? condition.value() : Condition.name(condition.subject()) + " = " + condition.value();
    }

    private static List<Condition> conditions(ChoiceDefinition choice) {
        return whens(choice).map(FlowReader::condition).toList();
    }

    private static Stream<WhenDefinition> whens(ChoiceDefinition choice) {
        return choice.getWhenClauses().stream().filter(when -> !"true".equals(when.getDisabled()));
    }

    private static Optional<OtherwiseDefinition> otherwise(ChoiceDefinition choice) {
        return Optional.ofNullable(choice.getOtherwise()).filter(otherwise -> !"true".equals(otherwise.getDisabled()));
    }

    private List<Decision.Way> ways(ChoiceDefinition choice) {
        List<Decision.Way> ways = whens(choice)
                .map(when -> new Decision.Way(condition(when), parts(when.getOutputs()))).collect(Collectors.toCollection(ArrayList::new));
        otherwise(choice).ifPresent(otherwise -> ways.add(new Decision.Way(null, parts(otherwise.getOutputs()))));
        return ways;
    }

    /** A predicate that cannot be read is about nothing, and its value is its own text, shortened. */
    private static Condition condition(HasExpressionType node) {
        return Condition.parse(expression(node)).orElseGet(() -> new Condition("", Condition.shortened(expression(node))));
    }

    private static String expression(HasExpressionType node) {
        return node.getExpressionType() == null || node.getExpressionType().getExpression() == null ? "?"
                : node.getExpressionType().getExpression();
    }

    private Fork filter(FilterDefinition filter) {
        return new Fork(Flow.decision(label(condition(filter), false) + "?"),
                List.of(new Branch("yes", parts(filter.getOutputs()), false), new Branch("no", List.of(), true)));
    }

    private Loop loop(LoopDefinition loop) {
        String expression = Condition.shortened(expression(loop));
        boolean isWhile = "true".equals(loop.getDoWhile());
        return new Loop(Flow.decision(isWhile ? "while " + expression : "repeat: " + expression + " times"), parts(loop.getOutputs()));
    }

    private List<Part> attempt(TryDefinition attempt) {
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch("", parts(attempt.getOutputsWithoutCatches()), false));
        attempt.getCatchClauses().forEach(
                handler -> branches.add(new Branch("on failure" + kinds(handler), parts(handler.getOutputs()), true)));
        List<Part> parts = new ArrayList<>();
        parts.add(new Fork(Flow.decision("try"), List.copyOf(branches)));
        if (attempt.getFinallyClause() != null && Flow.goesOn(parts)) {
            parts.addAll(parts(attempt.getFinallyClause().getOutputs()));
        }
        return parts;
    }

    /** The names of the exceptions, unless it is any. */
    private static String kinds(CatchDefinition handler) {
        String names = handler.getExceptions().stream().map(name -> name.substring(name.lastIndexOf('.') + 1))
                .filter(name -> !name.equals("Exception") && !name.equals("Throwable")).collect(Collectors.joining(",\n"));
        return names.isEmpty() ? "" : ":\n" + names;
    }

    private Fork breaker(CircuitBreakerDefinition breaker) {
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch("", parts(breaker.getOutputs()), false));
        if (breaker.getOnFallback() != null) {
            branches.add(new Branch("on failure", parts(breaker.getOnFallback().getOutputs()), true));
        }
        return new Fork(Flow.decision("try"), List.copyOf(branches));
    }
}
