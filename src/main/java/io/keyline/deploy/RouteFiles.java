package io.keyline.deploy;

import io.keyline.language.Keyword;
import io.keyline.language.KeywordTakenException;
import io.keyline.language.Keywords;
import io.keyline.language.Texts;
import io.keyline.consent.ReservedWords;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.ReplyEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Checks route files the hard way: each is built in a context of its own that starts nothing, then held against our rules. */
public final class RouteFiles {

    private final Path directory;
    private final Texts texts;
    private final Properties settings;
    private final Supplier<Map<String, Component>> components;

    /**
     * @param settings   what {@code {{name}}} in a route stands for
     * @param components components that are not found by their name on the class path
     */
    public RouteFiles(Path directory, Texts texts, Properties settings, Supplier<Map<String, Component>> components) {
        this.directory = directory;
        this.texts = texts;
        this.settings = settings;
        this.components = components;
    }

    /** The route files, by name. */
    public List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the routes' directory " + directory + " cannot be read", e);
        }
    }

    /** Everything that is wrong in any of the files; empty if they may be started. */
    public List<Problem> check() {
        List<Problem> problems = new ArrayList<>();
        Keywords<String> keywords = new Keywords<>();
        Map<String, String> routes = new HashMap<>();
        for (Path path : files()) {
            RouteFile file = RouteFile.read(path);
            check(file, new Rules(file, problems, keywords, routes));
        }
        return problems;
    }

    /**
     * Lets somebody read the routes of all files as Camel's model has them. They are not built, so they need not be right.
     *
     * @param problems receives the files that Camel cannot read
     * @param reader   gets the model, which is gone afterwards
     */
    public <T> T readModel(List<Problem> problems, Function<ModelCamelContext, T> reader) {
        DefaultCamelContext scratch = scratch();
        try {
            scratch.build();
            for (Path path : files()) {
                RouteFile file = RouteFile.read(path);
                try {
                    load(scratch, file);
                } catch (Exception e) {
                    problems.add(file.problem(e, scheme -> Set.of()));
                }
            }
            return reader.apply(scratch);
        } finally {
            scratch.stop();
        }
    }

    private void check(RouteFile file, Rules rules) {
        DefaultCamelContext scratch = scratch();
        try {
            build(scratch, file);
            rules.apply(scratch);
        } catch (Exception e) {
            rules.problems.add(file.problem(e, scheme -> scratch.getCamelContextExtension().getEndpointUriFactory(scheme).propertyNames()));
        } finally {
            scratch.stop();
        }
    }

    private DefaultCamelContext scratch() {
        DefaultCamelContext scratch = new DefaultCamelContext();
        scratch.setAutoStartup(false);
        scratch.disableJMX();
        scratch.setSourceLocationEnabled(true);
        scratch.getPropertiesComponent().setOverrideProperties(settings);
        components.get().forEach(scratch::addComponent);
        return scratch;
    }

    private static void build(DefaultCamelContext scratch, RouteFile file) throws Exception {
        load(scratch, file);
        scratch.start();
    }

    private static void load(DefaultCamelContext scratch, RouteFile file) throws Exception {
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(scratch)
                .findRoutesBuilders(ResourceHelper.fromString(file.name(), file.text()))) {
            scratch.addRoutes(builder);
        }
    }

    /** Our own rules, which Camel does not know. */
    private final class Rules {

        private final RouteFile file;
        private final List<Problem> problems;
        private final Keywords<String> keywords;
        private final Map<String, String> routes;

        Rules(RouteFile file, List<Problem> problems, Keywords<String> keywords, Map<String, String> routes) {
            this.file = file;
            this.problems = problems;
            this.keywords = keywords;
            this.routes = routes;
        }

        void apply(DefaultCamelContext scratch) {
            scratch.getRouteDefinitions().forEach(this::checkId);
            Map<String, Endpoint> endpoints = new LinkedHashMap<>();
            scratch.getEndpoints().forEach(endpoint -> endpoints.put(endpoint.getEndpointUri(), endpoint));
            endpoints.values().forEach(this::checkEndpoint);
        }

        private void checkId(RouteDefinition route) {
            if (!route.hasCustomIdAssigned()) {
                problems.add(new Problem(file.name(), Math.max(0, route.getLineNumber()),
                        "a route has no id; write id: and a name that tells what it does"));
                return;
            }
            String other = routes.putIfAbsent(route.getRouteId(), file.name());
            if (other != null) {
                problems.add(file.problem(route.getRouteId(), "the route id " + route.getRouteId() + " is taken by " + other));
            }
        }

        private void checkEndpoint(Endpoint endpoint) {
            switch (endpoint) {
                case CommandEndpoint command -> checkCommand(command);
                case ReplyEndpoint reply -> checkText(reply.getText());
                case BackOfficeEndpoint call when !call.getRefused().equals("continue") -> checkText(call.getRefused());
                default -> { }
            }
        }

        private void checkCommand(CommandEndpoint command) {
            checkText(command.getUsage());
            checkText(command.getHelp());
            if (command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE)) {
                checkAnythingElse();
                return;
            }
            for (Keyword word : command.words()) {
                checkKeyword(command, word);
            }
        }

        private void checkAnythingElse() {
            String uri = "command:" + CommandEndpoint.ANYTHING_ELSE;
            String other = routes.putIfAbsent(uri, file.name());
            if (other != null) {
                problems.add(file.problem(uri, uri + " is taken by " + other + "; one route gets what no other understands"));
            }
        }

        private void checkKeyword(CommandEndpoint command, Keyword word) {
            ReservedWords.reserved(word.word()).filter(reservation -> reservation.always() && !command.isReserved())
                    .ifPresent(reservation -> problems.add(file.problem(word.word(), "the keyword " + word.word() + " is reserved: "
                            + reservation.reason() + "; choose another word, or say reserved: true if this route is its handling")));
            try {
                keywords.add(word, file.name());
            } catch (KeywordTakenException e) {
                problems.add(file.problem(word.word(), e.getMessage()));
            }
        }

        private void checkText(String key) {
            if (key != null && !texts.has(key)) {
                problems.add(file.problem(key, "the text " + key + " is not in the message catalogue; add it to each language"));
            }
        }
    }
}
