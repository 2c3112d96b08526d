package io.keyline.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Routes in YAML, as tests add them to a Camel context. */
public final class YamlRoutes {

    private YamlRoutes() {
    }

    /** @param name of the file that they could be in */
    public static void add(CamelContext camel, String name, String yaml) throws Exception {
        for (var builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(ResourceHelper.fromString(name, yaml))) {
            camel.addRoutes(builder);
        }
    }

    /** The text of a route file that is shipped. @param name without its ending */
    public static String shipped(String name) throws IOException {
        return Files.readString(Path.of("routes", name + ".yaml"));
    }
}
