package io.keyline.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ThreadsDefinition;

/** The routes of all files that could be built. */
final class Flows {

    private final List<Flow> all;
    private final boolean complete;
    private final Map<String, Flow> direct = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** @param complete whether every file could be built; else what one lacks may be in another */
    Flows(List<Flow> all, boolean complete) {
        this.all = List.copyOf(all);
        this.complete = complete;
        this.all.forEach(flow -> Address.direct(flow.from().getEndpointUri()).ifPresent(name -> direct.putIfAbsent(name, flow)));
        this.all.forEach(flow -> new Walk(steps, false).route(flow, List.of()));
    }

    List<Flow> all() {
        return all;
    }

    boolean isComplete() {
        return complete;
    }

    /** The routes that begin with an endpoint of this kind. */
    <T extends Endpoint> Stream<Flow> from(Class<T> kind) {
        return all.stream().filter(flow -> kind.isInstance(flow.from()));
    }

    /** The route that a {@code direct:} address calls. */
    Optional<Flow> called(String address) {
        return Address.direct(address).map(direct::get);
    }

    /** The names that can be called by {@code direct:}. */
    Set<String> called() {
        return direct.keySet();
    }

    /** The steps of all routes, each once. */
    List<Step> steps() {
        return steps;
    }

    /**
     * The steps that are taken from here on, in order, those of the routes that are called by {@code direct:} among them. A route
     * that is called from several places is there once for each {@link Obstacle} that it is called within.
     */
    List<Step> reached(Flow flow) {
        List<Step> reached = new ArrayList<>();
        new Walk(reached, true).route(flow, List.of());
        return reached;
    }

    private record Visit(Flow flow, Optional<String> obstacle) {
    }

    private final class Walk {

        private final List<Step> found;
        private final boolean follow;
        private final Set<Visit> visits = new HashSet<>();

        Walk(List<Step> found, boolean follow) {
            this.found = found;
            this.follow = follow;
        }

        void route(Flow flow, List<Step> within) {
            if (visits.add(new Visit(flow, Obstacle.of(within).map(Obstacle.Met::id)))) {
                nodes(flow, Step.children(flow.route()), within);
            }
        }

        private void nodes(Flow flow, List<NamedNode> nodes, List<Step> within) {
            List<Step> around = within;
            for (NamedNode node : nodes) {
                Step step = new Step(flow, node, around);
                found.add(step);
                List<Step> inside = and(around, step);
                nodes(flow, Step.children(node), inside);
                if (follow) {
                    step.addresses().forEach(address -> called(address).ifPresent(called -> route(called, inside)));
                }
                // what stands behind threads: runs on another thread, as if it stood within
                around = node instanceof ThreadsDefinition ? inside : around;
            }
        }

        private static List<Step> and(List<Step> within, Step step) {
            List<Step> more = new ArrayList<>(within);
            more.add(step);
            return List.copyOf(more);
        }
    }
}
