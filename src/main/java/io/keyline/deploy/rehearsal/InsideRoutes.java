package io.keyline.deploy.rehearsal;

import io.keyline.deploy.RouteFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The routes of the route files that a rehearsal plays: all but those to channels, brokers and timers. */
final class InsideRoutes {

    private static final Set<String> OUTSIDE = Set.of("smpp", "smpps", "sms-http", "sendsms", "ussd", "voice", "email", "jms", "kafka", "outbound", "inbound", "quartz", "timer", "portal");

    private InsideRoutes() {
    }

    /** Adds them to a context that is not started. */
    static void add(DefaultCamelContext camel, List<RouteFile> files) throws Exception {
        for (RouteFile file : files) {
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(ResourceHelper.fromString(file.name(), file.text()))) {
                camel.addRoutes(builder);
            }
        }
        camel.removeRouteDefinitions(camel.getRouteDefinitions().stream().filter(InsideRoutes::leadsOutside).toList());
    }

    private static boolean leadsOutside(RouteDefinition route) {
        return Stream.concat(Stream.of(route.getInput()), steps(route)).filter(EndpointRequiredDefinition.class::isInstance)
                .map(step -> ((EndpointRequiredDefinition) step).getEndpointUri())
                .anyMatch(uri -> uri != null && OUTSIDE.contains(uri.split(":", 2)[0]));
    }

    private static Stream<?> steps(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream();
    }
}
