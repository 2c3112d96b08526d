package io.keyline.deploy.draw;

import static io.keyline.deploy.draw.Flow.step;

import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes behind {@code direct:}, followed where they are called: the first time each is drawn in place; then a connector with
 * its name stands for it, so that a route that calls itself has an end, and one that calls two that call two has no chart
 * without end.
 */
final class SubRoutes {

    private final Map<String, RouteDefinition> byAddress = new HashMap<>();
    private final Set<String> drawn = new HashSet<>();
    private final Set<String> again = new HashSet<>();
    private final Set<String> named;

    /** @param named the addresses of those that are called more than once, which have their name where they are drawn too */
    SubRoutes(List<RouteDefinition> routes, Set<String> named) {
        routes.forEach(route -> byAddress.putIfAbsent(key(route.getInput().getEndpointUri()), route));
        this.named = named;
    }

    List<Part> follow(String address, Function<List<ProcessorDefinition<?>>, List<Part>> reader) {
        String key = key(address);
        Part connector = step(Kind.CONNECTOR, "", key.substring("direct:".length()));
        if (!byAddress.containsKey(key)) {
            return List.of(connector);
        }
        if (!drawn.add(key)) {
            again.add(key);
            return List.of(connector);
        }
        List<Part> parts = named.contains(key) ? new ArrayList<>(List.of(connector)) : new ArrayList<>();
        parts.addAll(reader.apply(byAddress.get(key).getOutputs()));
        return parts;
    }

    /** The addresses of those that were called more than once so far. */
    Set<String> again() {
        return Set.copyOf(again);
    }

    private static String key(String address) {
        return address.replaceFirst("\\?.*", "").replaceFirst("^direct:/*", "direct:");
    }
}
