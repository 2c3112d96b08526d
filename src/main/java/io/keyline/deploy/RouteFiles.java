package io.keyline.deploy;

import io.keyline.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Checks route files the hard way: each is built in a context of its own that starts nothing; then all of them are held against
 * our rules together.
 */
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

    /** Everything that is wrong or doubtful in any of the files, by file and line; they may be started if no error is among it. */
    public List<Problem> check() {
        List<Problem> problems = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        for (Path path : files()) {
            RouteFile file = RouteFile.read(path);
            flows.addAll(read(file, problems));
        }
        Flows all = new Flows(flows, problems.isEmpty());
        rules().stream().flatMap(rule -> rule.problems(all)).distinct().forEach(problems::add);
        problems.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparing(Problem::severity));
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

    private List<Rule> rules() {
        ChoiceWords words = new ChoiceWords(texts);
        Reserved reserved = new Reserved(Boolean.parseBoolean(settings.getProperty("sms.provider-handles-opt-out")));
        return List.of(new RouteIds(), new KnownRoutes(), new OneWayOut(), new KnownTexts(texts), new HouseTexts(texts),
                new WrittenAddresses(), new FreeKeywords(reserved), new KeywordsApart(words), new FreeAnswers(words, reserved),
                new DistinctAnswers(words), new AskOptions(), new QueueNames(), new QuestionLength(texts), new RoomToWait(), new SomebodyToAsk(),
                new AnswerOnEveryPath(), new SameAgain(), new NoWaitAgain(), new EndingLoops(), new EndingDialogues(), new PublicData());
    }

    private List<Flow> read(RouteFile file, List<Problem> problems) {
        DefaultCamelContext scratch = scratch();
        try {
            build(scratch, file);
            return scratch.getRouteDefinitions().stream().map(route -> flow(file, route, scratch)).toList();
        } catch (Exception e) {
            problems.add(file.problem(e, scheme -> scratch.getCamelContextExtension().getEndpointUriFactory(scheme).propertyNames()));
            return List.of();
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

    private static Flow flow(RouteFile file, RouteDefinition route, DefaultCamelContext scratch) {
        Map<NamedNode, Endpoint> endpoints = new IdentityHashMap<>();
        collect(route, endpoints, scratch);
        return new Flow(file, route, scratch.getEndpoint(scratch.resolvePropertyPlaceholders(route.getInput().getEndpointUri())), endpoints);
    }

    private static void collect(NamedNode node, Map<NamedNode, Endpoint> endpoints, DefaultCamelContext scratch) {
        List<String> addresses = Address.of(node).stream().map(scratch::resolvePropertyPlaceholders).toList();
        if (addresses.size() == 1 && !Address.isDynamic(addresses.getFirst()) && addresses.getFirst().contains(":")) {
            endpoints.put(node, scratch.getEndpoint(addresses.getFirst()));
        }
        Step.children(node).forEach(child -> collect(child, endpoints, scratch));
    }
}
