package io.keyline.deploy.draw;

import io.keyline.route.CommandEndpoint;
import io.keyline.route.DialogueEndpoint;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** The routes that can be drawn, and how each is found. */
public final class Charts {

    private final List<RouteDefinition> routes;
    private final Endpoints endpoints;
    private final Captions captions;

    /** @param context holds the routes; it need not be started */
    public Charts(ModelCamelContext context, Captions captions) {
        this.routes = List.copyOf(context.getRouteDefinitions());
        this.endpoints = new Endpoints(context);
        this.captions = captions;
    }

    /** The ids of the routes that serve customers, those of commands and dialogues, in order. */
    public List<String> dialogues() {
        return routes.stream().filter(route -> beginning(route) instanceof CommandEndpoint || beginning(route) instanceof DialogueEndpoint)
                .map(RouteDefinition::getRouteId).sorted().toList();
    }

    /**
     * The ids of the routes that somebody means.
     *
     * @param name an id; else a keyword or the name of a dialogue; else a file, with or without its directory
     */
    public List<String> find(String name) {
        List<String> found = routes.stream().map(RouteDefinition::getRouteId).filter(name::equals).toList();
        if (found.isEmpty()) {
            found = routes.stream().filter(route -> beginsWith(route, name)).map(RouteDefinition::getRouteId).toList();
        }
        return found.isEmpty() ? routes.stream().filter(route -> isIn(route, name)).map(RouteDefinition::getRouteId).toList() : found;
    }

    /** The ids of all routes. */
    public List<String> all() {
        return routes.stream().map(RouteDefinition::getRouteId).sorted(Comparator.naturalOrder()).toList();
    }

    /** The chart of the route of this id, as SVG. */
    public String svg(String id) {
        RouteDefinition route = routes.stream().filter(one -> one.getRouteId().equals(id)).findFirst().orElseThrow();
        return SvgWriter.svg(Layout.of(FlowReader.read(route, routes, endpoints, captions)));
    }

    private boolean beginsWith(RouteDefinition route, String word) {
        return switch (beginning(route)) {
            case CommandEndpoint command -> command.getKeyword().equalsIgnoreCase(word)
                    || !command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE) && command.words().stream().anyMatch(one -> one.word().equalsIgnoreCase(word));
            case DialogueEndpoint dialogue -> dialogue.getName().equals(word);
            case null, default -> false;
        };
    }

    private Endpoint beginning(RouteDefinition route) {
        return endpoints.at(route.getInput().getEndpointUri()).orElse(null);
    }

    private static boolean isIn(RouteDefinition route, String file) {
        String location = route.getResource() == null ? "" : route.getResource().getLocation();
        String name = file.substring(file.lastIndexOf('/') + 1);
        return !name.isEmpty() && location.endsWith("/" + name);
    }
}
