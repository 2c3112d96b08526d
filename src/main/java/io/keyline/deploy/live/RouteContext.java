package io.keyline.deploy.live;

import io.keyline.deploy.RouteFile;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A Camel context for routes of route files, with nothing that a message would have to pay for. */
final class RouteContext {

    private static final int SHUTDOWN_SECONDS = 20;

    private RouteContext() {
    }

    /** @param settings what {@code {{name}}} in a route stands for */
    static DefaultCamelContext of(String name, Properties settings) {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName(name);
        camel.disableJMX();
        camel.setStreamCaching(false);
        camel.getShutdownStrategy().setTimeout(SHUTDOWN_SECONDS);
        camel.getPropertiesComponent().setOverrideProperties(settings);
        return camel;
    }

    /** Adds these routes of the files, and no others; where the context runs, they are started. */
    static void add(DefaultCamelContext camel, Collection<RouteFile> files, Set<String> ids) throws Exception {
        for (RouteFile file : files) {
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(ResourceHelper.fromString(file.name(), file.text()))) {
                ((RouteBuilder) builder).addLifecycleInterceptor(only(ids));
                camel.addRoutes(builder);
            }
        }
    }

    private static RouteBuilderLifecycleStrategy only(Set<String> ids) {
        return new RouteBuilderLifecycleStrategy() {
            @Override
            public void afterConfigure(RouteBuilder builder) {
                builder.getRouteCollection().getRoutes().removeIf(route -> !ids.contains(route.getRouteId()));
            }
        };
    }
}
