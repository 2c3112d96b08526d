package io.keyline.deploy;

import io.keyline.hub.WayOut;
import io.keyline.language.Keyword;
import io.keyline.language.Keywords;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.DialogueEndpoint;
import io.keyline.route.OutboundEndpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the routes of some files go together. Those that begin with a customer, with what they call, are the <em>inside</em>: they are
 * replaced together. All others, those to channels, brokers and timers, are the <em>outside</em>: each file of it is replaced by itself.
 */
public final class Plan {

    /** What is called by its name within a Camel context. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "vm", "disruptor");

    /**
     * Routes of the outside that stand or fall together.
     *
     * @param files all that they are written in
     * @param ids   of the routes
     */
    public record Unit(Set<RouteFile> files, Set<String> ids) {
    }

    /**
     * What a change may touch.
     *
     * @param files     whose routes it touches, without their directory
     * @param saying    whether this text of a customer leads to one of them
     * @param dialogues that do
     */
    public record Touched(Set<String> files, Predicate<String> saying, Set<String> dialogues) {
    }

    private final Flows flows;
    private final List<Problem> problems;
    private final Map<Flow, Set<Flow>> calls = new HashMap<>();
    private final Map<Flow, Set<Flow>> begins = new HashMap<>();

    Plan(Flows flows, List<Problem> problems) {
        this.flows = flows;
        this.problems = List.copyOf(problems);
        Map<String, Flow> called = flows.all().stream().filter(Plan::isCalled)
                .collect(Collectors.toMap(Plan::address, flow -> flow, (first, second) -> first));
        Map<String, Flow> dialogues = flows.from(DialogueEndpoint.class)
                .collect(Collectors.toMap(flow -> ((DialogueEndpoint) flow.from()).getName(), flow -> flow, (first, second) -> first));
        flows.all().forEach(flow -> calls.put(flow, new HashSet<>()));
        flows.all().forEach(flow -> begins.put(flow, new HashSet<>()));
        for (Step step : flows.steps()) {
            step.addresses().stream().map(address -> called.get(Address.plain(address))).filter(flow -> flow != null)
                    .forEach(flow -> calls.get(step.flow()).add(flow));
            step.endpoint(DialogueEndpoint.class).map(dialogue -> dialogues.get(dialogue.getName())).filter(flow -> flow != null)
                    .forEach(flow -> begins.get(step.flow()).add(flow));
        }
    }

    private static boolean isCalled(Flow flow) {
        return Address.scheme(address(flow)).filter(CALLED::contains).isPresent();
    }

    private static String address(Flow flow) {
        return Address.plain(flow.from().getEndpointUri());
    }

    /** Everything that is wrong or doubtful, by file and line. */
    public List<Problem> problems() {
        return problems;
    }

    /** The ids of the inside. */
    public Set<String> inside() {
        return ids(reached(flows.all().stream().filter(Flow::hasCustomer)));
    }

    /** The outside, in the order of the files. */
    public Set<Unit> outside() {
        List<Set<Flow>> groups = new ArrayList<>();
        flows.all().stream().filter(flow -> !flow.hasCustomer() && !isCalled(flow)).map(flow -> reached(Stream.of(flow)))
                .forEach(group -> join(groups, group));
        return groups.stream().map(group -> new Unit(group.stream().map(Flow::file).collect(Collectors.toSet()), ids(group)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The ways out of all channels. */
    public List<WayOut> waysOut() {
        return flows.from(OutboundEndpoint.class).map(flow -> ((OutboundEndpoint) flow.from()).way(flow.route().getRouteId())).toList();
    }

    /** Routes that share a file, or call the same route, are one unit. */
    private static void join(List<Set<Flow>> groups, Set<Flow> group) {
        Set<RouteFile> files = group.stream().map(Flow::file).collect(Collectors.toSet());
        for (Set<Flow> other : groups) {
            if (other.stream().anyMatch(flow -> files.contains(flow.file()))) {
                other.addAll(group);
                return;
            }
        }
        groups.add(group);
    }

    private Set<Flow> reached(Stream<Flow> from) {
        Set<Flow> reached = new LinkedHashSet<>();
        Deque<Flow> next = new ArrayDeque<>(from.toList());
        while (!next.isEmpty()) {
            Flow flow = next.poll();
            if (reached.add(flow)) {
                next.addAll(calls.get(flow));
            }
        }
        return reached;
    }

    private static Set<String> ids(Set<Flow> some) {
        return some.stream().map(flow -> flow.route().getRouteId()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * What a change of these may touch: too much rather than too little.
     *
     * @param files without their directory
     * @param texts by their keys
     */
    public Touched touched(Set<String> files, Set<String> texts) {
        Set<Flow> touched = new LinkedHashSet<>();
        flows.all().stream().filter(flow -> files.contains(plain(flow.file()))).forEach(touched::add);
        TextUse use = new TextUse(flows);
        for (String key : texts) {
            Set<Flow> users = use.of(key);
            touched.addAll(users.isEmpty() ? flows.all() : users); // what no route names, Keyline says of itself
        }
        while (touched.addAll(flows.all().stream().filter(flow -> leadsTo(flow, touched)).toList())) {
            continue;
        }
        Set<String> names = touched.stream().map(flow -> plain(flow.file())).collect(Collectors.toCollection(LinkedHashSet::new));
        names.addAll(files);
        return new Touched(names, saying(touched), touched.stream().map(Flow::from).filter(DialogueEndpoint.class::isInstance)
                .map(from -> ((DialogueEndpoint) from).getName()).collect(Collectors.toSet()));
    }

    /** Whether a route names this text. */
    public boolean names(String text) {
        return !new TextUse(flows).of(text).isEmpty();
    }

    private boolean leadsTo(Flow flow, Set<Flow> some) {
        return Stream.concat(calls.get(flow).stream(), begins.get(flow).stream()).anyMatch(some::contains);
    }

    private static Predicate<String> saying(Set<Flow> some) {
        Keywords<Flow> keywords = new Keywords<>();
        for (Flow flow : some) {
            if (flow.from() instanceof CommandEndpoint command) {
                if (command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE)) {
                    return text -> true;
                }
                for (Keyword word : command.words()) {
                    keywords.add(word, flow);
                }
            }
        }
        boolean commands = some.stream().anyMatch(flow -> flow.from() instanceof CommandEndpoint);
        return text -> text.isBlank() ? commands : keywords.match(text).isPresent(); // who says nothing is shown all commands, and may choose
    }

    private static String plain(RouteFile file) {
        return file.name().substring(file.name().lastIndexOf('/') + 1);
    }
}
