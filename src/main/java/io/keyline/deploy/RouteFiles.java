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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** What checking a file alone has found; dear to find, and good until the file changes. */
    private record Built(List<Flow> flows, List<Problem> problems) {
    }

    private final Supplier<List<RouteFile>> files;
    private final Texts texts;
    private final Properties settings;
    private final Supplier<Map<String, Component>> components;
    private final Map<RouteFile, Built> built;

    /**
     * @param settings   what {@code {{name}}} in a route stands for
     * @param components components that are not found by their name on the class path
     */
    public RouteFiles(Path directory, Texts texts, Properties settings, Supplier<Map<String, Component>> components) {
        this(() -> in(directory).stream().map(RouteFile::read).toList(), texts, settings, components, new ConcurrentHashMap<>());
    }

    /** No files yet; see {@link #with}. The parameters are as for those of a directory. */
    public RouteFiles(Properties settings, Supplier<Map<String, Component>> components) {
        this(List::of, null, settings, components, new ConcurrentHashMap<>());
    }

    private RouteFiles(Supplier<List<RouteFile>> files, Texts texts, Properties settings, Supplier<Map<String, Component>> components,
            Map<RouteFile, Built> built) {
        this.files = files;
        this.texts = texts;
        this.settings = settings;
        this.components = components;
        this.built = built;
    }

    /** The same with other files and texts; what did not change is not built again. */
    public RouteFiles with(List<RouteFile> others, Texts catalogue) {
        built.keySet().retainAll(Stream.concat(others.stream(), files.get().stream()).collect(Collectors.toSet()));
        return new RouteFiles(() -> others, catalogue, settings, components, built);
    }

    /** The route files, by name. */
    public List<RouteFile> files() {
        return files.get();
    }

    private static List<Path> in(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the routes' directory " + directory + " cannot be read", e);
        }
    }

    /** Everything that is wrong or doubtful in any of the files, by file and line; they may be started if no error is among it. */
    public List<Problem> check() {
        return plan().problems();
    }

    /** Checks, and tells how the routes of the files go together. */
    public Plan plan() {
        List<Built> parts = files.get().stream().map(file -> built.computeIfAbsent(file, this::read)).toList();
        List<Problem> problems = new ArrayList<>(parts.stream().flatMap(part -> part.problems.stream()).toList());
        Flows all = new Flows(parts.stream().flatMap(part -> part.flows.stream()).toList(), problems.isEmpty());
        rules().stream().flatMap(rule -> rule.problems(all)).distinct().forEach(problems::add);
        problems.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparing(Problem::severity));
        return new Plan(all, problems);
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
            for (RouteFile file : files.get()) {
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
        return List.of(new RouteIds(), new KnownRoutes(), new OneWayEach(), new KnownTexts(texts), new HouseTexts(texts),
                new WrittenAddresses(), new FreeKeywords(reserved), new KeywordsApart(words), new FreeAnswers(words, reserved),
                new DistinctAnswers(words), new AskOptions(), new QueueNames(), new QuestionLength(texts), new RoomToWait(), new SomebodyToAsk(),
                new AnswerOnEveryPath(), new SameAgain(), new NoWaitAgain(), new EndingLoops(), new EndingDialogues(), new PublicData());
    }

    private Built read(RouteFile file) {
        DefaultCamelContext scratch = scratch();
        try {
            build(scratch, file);
            return new Built(scratch.getRouteDefinitions().stream().map(route -> flow(file, route, scratch)).toList(), List.of());
        } catch (Exception e) {
            return new Built(List.of(), List.of(file.problem(e, scheme -> scratch.getCamelContextExtension().getEndpointUriFactory(scheme).propertyNames())));
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
