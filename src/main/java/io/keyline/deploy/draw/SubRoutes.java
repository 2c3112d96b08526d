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
 * The routes behind {@code direct:}, followed where they are called: the first time each is drawn in place, after a connector
 * with its name; then the connector alone stands for it, so that a route that calls itself has an end, and one that calls two
 * that call two has no chart without end.
 */
final class SubRoutes {

    private final Map<String, RouteDefinition> byAddress = new HashMap<>();
    private final Set<String> drawn = new HashSet<>();

    SubRoutes(List<RouteDefinition> routes) {
        routes.forEach(route -> byAddress.putIfAbsent(key(route.getInput().getEndpointUri()), route));
    }

    List<Part> follow(String address, Function<List<ProcessorDefinition<?>>, List<Part>> reader) {
        String key = key(address);
        List<Part> parts = new ArrayList<>();
        parts.add(step(Kind.CONNECTOR, "", key.substring("direct:".length())));
        if (byAddress.containsKey(key) && drawn.add(key)) {
            parts.addAll(reader.apply(byAddress.get(key).getOutputs()));
        }
        return parts;
    }

    private static String key(String address) {
        return address.replaceFirst("\\?.*", "").replaceFirst("^direct:/*", "direct:");
    }
}
