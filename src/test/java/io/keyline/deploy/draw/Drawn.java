package io.keyline.deploy.draw;

import io.keyline.channel.sms.SmscComponent;
import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.language.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.model.RouteDefinition;

/** Reads flows out of route files, with the shipped texts. */
final class Drawn {

    private Drawn() {
    }

    /** The flow of the first route in this file, whose other routes it may call. */
    static Flow flow(Path directory, String yaml) throws Exception {
        Files.writeString(directory.resolve("one.yaml"), yaml);
        return flows(directory, "en").getFirst();
    }

    static List<Flow> flows(Path directory, String language) throws Exception {
        Texts texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en")
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30"));
        List<Problem> problems = new ArrayList<>();
        List<Flow> flows = new RouteFiles(directory, texts, new Properties(), () -> Map.of("smpp", SmscComponent.forChecks()))
                .readModel(problems, context -> {
                    List<RouteDefinition> routes = context.getRouteDefinitions();
                    return routes.stream().map(route -> FlowReader.read(route, routes, new Endpoints(context), new Captions(texts, language)))
                            .toList();
                });
        if (!problems.isEmpty()) {
            throw new AssertionError(problems);
        }
        return flows;
    }
}
