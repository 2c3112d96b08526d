package io.keyline;

import io.keyline.backoffice.BackOffices;
import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.backoffice.JmsBackOffice;
import io.keyline.backoffice.Plan;
import io.keyline.backoffice.Unclaimed;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.sms.SmscComponent;
import io.keyline.channel.ussd.UssdComponent;
import io.keyline.console.Api;
import io.keyline.console.DeadLetterOperations;
import io.keyline.console.DeployOperations;
import io.keyline.console.Employees;
import io.keyline.console.KeepingOperations;
import io.keyline.console.MessageOperations;
import io.keyline.console.Operation;
import io.keyline.console.OperatorToken;
import io.keyline.console.WorklistOperations;
import io.keyline.deadletter.DeadLetters;
import io.keyline.deadletter.FromBroker;
import io.keyline.deadletter.Replays;
import io.keyline.deploy.Assembly;
import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.deploy.live.Deployments;
import io.keyline.deploy.live.LiveRoutes;
import io.keyline.deploy.live.Rehearsing;
import io.keyline.deploy.rehearsal.HubTheatre;
import io.keyline.deploy.rehearsal.Theatre;
import io.keyline.hub.Hub;
import io.keyline.hub.Limit;
import io.keyline.hub.Membership;
import io.keyline.hub.Sessions;
import io.keyline.hub.Time;
import io.keyline.keeping.Erasure;
import io.keyline.keeping.Retention;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import io.keyline.messages.MessageLog;
import io.keyline.messages.Tariff;
import io.keyline.operations.Observation;
import io.keyline.operations.TracingSettings;
import io.keyline.publish.Destination;
import io.keyline.route.DeadEvents;
import io.keyline.route.EventSources;
import io.keyline.route.EventsAgain;
import io.keyline.route.Keyline;
import io.keyline.route.LateReplies;
import io.keyline.store.Database;
import io.keyline.store.Death;
import io.keyline.store.EmbeddedDatabase;
import io.keyline.worklist.Worklist;
import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * The hub as a process: what starts, in which order, and stops in the reverse one. Sending stops before what it writes to goes
 * away, and channels stop before the hub that they hand over to.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final int REHEARSING_SECONDS = 600;
    /** Less than a client waits. */
    private static final Duration SEARCH_PATIENCE = Duration.ofSeconds(10);
    /** How long what is under way has for its end when the hub stops; what has not ended by then is taken up as after a crash. */
    private static final Duration DRAIN = Duration.ofSeconds(20);
    /** Of whoever asks for an erasure over the API. */
    private static final Duration ERASURE_PATIENCE = Duration.ofSeconds(8);

    private final Settings settings;
    private final Plan plan;
    private final Tariff tariff;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Observation observation;
    private String brokerUrl;
    private String databaseUrl;

    private Application(Settings settings, Plan plan, Tariff tariff) {
        this.settings = settings;
        this.plan = plan;
        this.tariff = tariff;
    }

    /**
     * Checks the settings. Routes and texts are checked at the {@link #start}, for where they are wrong the last good ones may serve.
     *
     * @param problems receives all that is wrong, at once
     * @return the application, not started; null if there is an error
     */
    public static Application of(Settings settings, List<Problem> problems) {
        checkLanguages(settings, problems);
        checkDirectory(settings, problems);
        return unlessWrong(settings, problems);
    }

    /**
     * Checks everything that an operator wrote.
     *
     * @param problems receives all that is wrong or doubtful, at once
     * @return the application, not started; null if there is an error
     */
    public static Application check(Settings settings, List<Problem> problems) {
        Texts texts = texts(settings, problems);
        if (checkDirectory(settings, problems) && texts != null) {
            problems.addAll(routeFiles(settings, texts).check());
        }
        return unlessWrong(settings, problems);
    }

    private static Application unlessWrong(Settings settings, List<Problem> problems) {
        checkApi(settings, problems);
        checkDeadLetters(settings, problems);
        EventsOut.check(settings, problems);
        checkTracing(settings, problems);
        Plan plan = BackOfficeFile.read(settings, problems);
        Tariff tariff = tariff(settings, problems);
        return problems.stream().noneMatch(Problem::isError) ? new Application(settings, plan, tariff) : null;
    }

    private static boolean checkDirectory(Settings settings, List<Problem> problems) {
        Path routes = settings.path(Setting.ROUTES_DIRECTORY);
        if (!Files.isDirectory(routes)) {
            problems.add(new Problem(routes.toString(), 0, "there is no such directory; " + Setting.ROUTES_DIRECTORY.key()
                    + " says where the route files are"));
            return false;
        }
        return true;
    }

    private static boolean checkLanguages(Settings settings, List<Problem> problems) {
        List<String> languages = settings.list(Setting.LANGUAGES);
        String byDefault = settings.text(Setting.LANGUAGE_DEFAULT);
        if (!languages.contains(byDefault)) {
            problems.add(new Problem(Setting.LANGUAGE_DEFAULT.key(), 0, "is '" + byDefault + "', write one of " + Setting.LANGUAGES.key() + ": "
                    + String.join(", ", languages)));
            return false;
        }
        return true;
    }

    /**
     * Opens a theatre for the rehearsals of what an operator wrote.
     *
     * @param problems receives all that is wrong, at once; then nothing is opened, and null returned
     */
    public static Theatre theatre(Settings settings, List<Problem> problems) throws Exception {
        Application checked = check(settings, problems);
        if (checked == null) {
            return null;
        }
        Texts texts = texts(settings, problems);
        return HubTheatre.open(new HubTheatre.Repertoire(routeFiles(settings, texts), texts, settings.properties(), settings.text(Setting.LANGUAGE_DEFAULT),
                settings.text(Setting.COMPANY_CURRENCY), settings.company()));
    }

    static RouteFiles routeFiles(Settings settings, Texts texts) {
        return new RouteFiles(settings.path(Setting.ROUTES_DIRECTORY), texts, settings.properties(),
                () -> forChecks(settings));
    }

    private static Map<String, Component> forChecks(Settings settings) {
        Map<String, Component> components = new HashMap<>(EventSources.forChecks(settings.text(Setting.KAFKA_BROKERS)));
        components.put("smpp", SmscComponent.forChecks());
        components.put("smpps", SmscComponent.forChecks());
        components.put("ussd", new UssdComponent());
        return components;
    }

    /** The message catalogue; null if something in it is wrong. */
    static Texts texts(Settings settings, List<Problem> problems) {
        if (!checkLanguages(settings, problems)) {
            return null;
        }
        try {
            return named(settings, Texts.load(settings.path(Setting.MESSAGES_DIRECTORY), settings.list(Setting.LANGUAGES),
                    settings.text(Setting.LANGUAGE_DEFAULT), settings.company().zone()));
        } catch (TextsException e) {
            e.problems().forEach(wrong -> problems.add(new Problem(wrong.file().toString(), wrong.line(), wrong.message())));
            return null;
        }
    }

    /** With the names that every text may use. */
    private static Texts named(Settings settings, Texts texts) {
        return texts.with(Map.of("company", settings.text(Setting.COMPANY_NAME), "contact", settings.text(Setting.COMPANY_CONTACT)));
    }

    /** What messages cost, and whom. */
    static Tariff tariff(Settings settings, List<Problem> problems) {
        return Tariff.read(settings.path(Setting.RATES_FILE), settings.path(Setting.DEPARTMENTS_FILE), settings.company().zone(),
                (file, line, wrong) -> problems.add(new Problem(file.toString(), line, wrong)));
    }

    private static void checkTracing(Settings settings, List<Problem> problems) {
        if (settings.isSet(Setting.TRACING_URL) && !settings.text(Setting.TRACING_URL).matches("https?://[^\\s/]+/\\S+")) {
            problems.add(new Problem(Setting.TRACING_URL.key(), 0, "is '" + settings.text(Setting.TRACING_URL)
                    + "', write the collector's path for traces too, for example http://127.0.0.1:4318/v1/traces"));
        }
        if (Double.parseDouble(settings.text(Setting.TRACING_SHARE)) > 1) {
            problems.add(new Problem(Setting.TRACING_SHARE.key(), 0, "is '" + settings.text(Setting.TRACING_SHARE) + "', write a share from 0 to 1"));
        }
    }

    private static void checkApi(Settings settings, List<Problem> problems) {
        if (settings.isSet(Setting.API_TOKENS)) {
            Employees.problems(settings.text(Setting.API_TOKENS)).forEach(wrong -> problems.add(new Problem(Setting.API_TOKENS.key(), 0, wrong)));
            Set<String> known = Employees.tokensByName(settings.text(Setting.API_TOKENS)).keySet();
            settings.list(Setting.API_OPERATORS).stream().filter(name -> !name.isEmpty() && !known.contains(name)).forEach(name -> problems.add(
                    new Problem(Setting.API_OPERATORS.key(), 0, name + " has no token in " + Setting.API_TOKENS.key())));
        } else if (!Production.isLoopback(settings.text(Setting.API_HOST))) {
            problems.add(new Problem(Setting.API_HOST.key(), 0, "is '" + settings.text(Setting.API_HOST) + "', where others could reach the API: "
                    + "set " + Setting.API_TOKENS.key() + " to your employees and their tokens, or let it be 127.0.0.1"));
        }
    }

    private static void checkDeadLetters(Settings settings, List<Problem> problems) {
        String destination = settings.text(Setting.DEAD_LETTERS_DESTINATION);
        try {
            if (!destination.isEmpty() && Destination.of(destination.replace("{kind}", "kind")).kind() == Destination.Kind.KAFKA
                    && !settings.isSet(Setting.KAFKA_BROKERS)) {
                problems.add(new Problem(Setting.DEAD_LETTERS_DESTINATION.key(), 0, "is '" + destination + "', but " + Setting.KAFKA_BROKERS.key()
                        + " is empty"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Setting.DEAD_LETTERS_DESTINATION.key(), 0, e.getMessage()));
        }
    }

    /** Starts everything. Waits for a database that is not there yet; SMSC and broker may come later. */
    public void start() throws Exception {
        try {
            observation = keep(Observation.start(settings.text(Setting.MANAGEMENT_HOST), settings.number(Setting.MANAGEMENT_PORT)));
            LOG.info("health and metrics: http://{}:{}/observe", settings.text(Setting.MANAGEMENT_HOST), observation.port());
            Database database = database();
            observation.disk(settings.path(Setting.DATA_DIRECTORY).toAbsolutePath());
            Membership membership = keep(join(database));
            observation.membership(membership);
            Deployments deployments = deployments(database);
            Texts texts = deployments.prepare();
            connectBroker();
            observation.publisher(keep(EventsOut.start(settings, database, broker())));
            trace(database);
            Sessions sessions = new Sessions();
            LateReplies late = new LateReplies();
            BackOffices backOffices = keep(backOffices(late, membership.number()));
            membership.follow(peers -> backOffices.standInFor(membership.gone()));
            Hub.Settings heart = new Hub.Settings(membership, settings.path(Setting.DATA_DIRECTORY), settings.duration(Setting.DUPLICATES_WITHIN),
                    settings.duration(Setting.PARTS_WITHIN), Assembly::optsOut, Limit.parse(settings.text(Setting.LIMIT_MESSAGES)), Time.system(),
                    Assembly.channels(settings.text(Setting.SMS_SENDER), settings.lifetimes()), observation.counts());
            Assembly assembly = Assembly.open(database, heart, sessions, texts, settings.text(Setting.LANGUAGE_DEFAULT),
                    settings.text(Setting.COMPANY_CURRENCY), settings.company(), settings.codes(), observation.backOffices(backOffices));
            Keyline keyline = assembly.keyline();
            Hub hub = keep(keyline.hub());
            late.open(hub.results());
            if (Boolean.parseBoolean(settings.text(Setting.SMS_ONE_BIND))) {
                hub.oneAtWork();
            }
            keep(keyline.links());
            hub.takeUp();
            WebServer web = openWeb();
            backOffices.takeCallbacks(web);
            LiveRoutes routes = routes(assembly, database, new ChannelComponents(settings, assembly, database, web, sessions));
            deployments.start(routes);
            started.push(hub::hold);
            hub.start();
            keyline.links().takeUp();
            DeadLetters deadLetters = new DeadLetters(hub, database.jdbi(), settings.replayLimits(), new EventsAgain(routes.outside()));
            keep(Replays.start(database.jdbi(), deadLetters, settings.text(Setting.DEAD_LETTERS_DESTINATION)));
            Erasure erasure = new Erasure(hub, database.jdbi(), ERASURE_PATIENCE);
            keep(new Retention(database, observation.counts(), settings.periods(), erasure).start());
            MessageLog log = new MessageLog(database.jdbi(), hub::newId, tariff, SEARCH_PATIENCE);
            serve(List.of(WorklistOperations.of(new Worklist(hub, database.jdbi(), assembly.questions(), keyline.links())), MessageOperations.of(log),
                    DeadLetterOperations.of(deadLetters), DeployOperations.of(deployments), KeepingOperations.of(erasure)));
            started.push(deployments);
            deployments.watch();
            observation.sharing(hub);
            hub.whenOneDied(keyline.links()::takeUp);
            observation.running();
            started.push(() -> hub.drain(DRAIN));
            started.push(observation::draining);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private Membership join(Database database) throws Exception {
        Path key = settings.isSet(Setting.SECRET_KEY_FILE) ? settings.path(Setting.SECRET_KEY_FILE) : data("secret.key");
        return Membership.join(database, settings.path(Setting.DATA_DIRECTORY), key, () -> Runtime.getRuntime().halt(1));
    }

    private Database database() throws Exception {
        databaseUrl = settings.text(Setting.DATABASE_URL);
        if (databaseUrl.isEmpty()) {
            databaseUrl = keep(EmbeddedDatabase.start(data("postgres"), settings.number(Setting.DATABASE_PORT))).jdbcUrl();
        }
        Database database = keep(new Database(databaseUrl, settings.text(Setting.DATABASE_USER), settings.text(Setting.DATABASE_PASSWORD)));
        observation.database(database);
        database.openWhenThere();
        return database;
    }

    private void connectBroker() {
        brokerUrl = settings.text(Setting.BROKER_URL);
        if (brokerUrl.isEmpty()) {
            EmbeddedBroker broker = keep(EmbeddedBroker.start(data("artemis"), settings.number(Setting.BROKER_PORT),
                    settings.text(Setting.BROKER_USER), settings.text(Setting.BROKER_PASSWORD)));
            brokerUrl = broker.localUrl();
            LOG.info("embedded broker: {}", broker.url());
        }
    }

    private BackOffices backOffices(LateReplies late, int hub) {
        Unclaimed unclaimed = new Unclaimed(late, late::areKept, reason -> {
            LOG.warn("a reply of the back office is unreadable: {}", reason);
            observation.counts().deadLetter(Death.Kind.REPLY);
        });
        return new BackOffices(plan, new JmsBackOffice(broker(), settings.text(Setting.BACK_OFFICE_PREFIX), hub, unclaimed), hub, unclaimed);
    }

    private WebServer openWeb() throws Exception {
        String url = settings.text(Setting.WEB_URL);
        WebServer web = keep(WebServer.start(settings.text(Setting.WEB_HOST), settings.number(Setting.WEB_PORT), url.isEmpty() ? null : URI.create(url),
                Set.copyOf(settings.list(Setting.WEB_PROXIES))));
        observation.web(web);
        LOG.info("web: {}", web.url());
        return web;
    }

    private Path data(String part) {
        return settings.path(Setting.DATA_DIRECTORY).toAbsolutePath().resolve(part);
    }

    private Deployments deployments(Database database) {
        List<String> languages = settings.list(Setting.LANGUAGES);
        Path messages = settings.path(Setting.MESSAGES_DIRECTORY);
        Deployments deployments = new Deployments(settings.path(Setting.ROUTES_DIRECTORY), messages, languages,
                contents -> named(settings, Texts.of(contents, messages, languages, settings.text(Setting.LANGUAGE_DEFAULT), settings.company().zone())),
                new RouteFiles(settings.properties(), () -> forChecks(settings)),
                new Rehearsing(OwnJvm.command("rehearse"), settings.environment(), routesName(), REHEARSING_SECONDS), database, observation.counts()::deployed);
        observation.deployments(deployments::faults);
        return deployments;
    }

    private String routesName() {
        return settings.path(Setting.ROUTES_DIRECTORY).toAbsolutePath().normalize().getFileName().toString();
    }

    /** Where the routes will run, not started; stopped with the hub. */
    private LiveRoutes routes(Assembly assembly, Database database, ChannelComponents channels) {
        CachingConnectionFactory cached = new CachingConnectionFactory(broker());
        started.push(cached::destroy);
        observation.connections(channels::smppBinds);
        return keep(new LiveRoutes(assembly, settings.properties(), new LiveRoutes.Parts(camel -> bindEventSources(camel, cached), camel -> {
            channels.bindTo(camel.getRegistry());
            bindEventSources(camel, cached);
            addDeadLetters(camel, assembly.keyline().hub(), database);
        })));
    }

    private void bindEventSources(CamelContext camel, CachingConnectionFactory cached) {
        camel.getRegistry().bind("jms", EventSources.jms(broker(), cached));
        camel.getRegistry().bind("kafka", EventSources.kafka(settings.text(Setting.KAFKA_BROKERS)));
    }

    private void addDeadLetters(CamelContext camel, Hub hub, Database database) {
        try {
            camel.addRoutes(new DeadEvents(broker(), EmbeddedBroker.DEAD_LETTERS));
            camel.addRoutes(new FromBroker(EmbeddedBroker.DEAD_LETTERS, settings.text(Setting.BACK_OFFICE_PREFIX), hub, database.jdbi()));
        } catch (Exception e) {
            throw new IllegalStateException("what becomes of events that cannot be taken is not settled", e);
        }
    }

    private ConnectionFactory broker() {
        return Brokers.connectionFactory(brokerUrl, settings.text(Setting.BROKER_USER), settings.text(Setting.BROKER_PASSWORD));
    }

    private void trace(Database database) {
        if (settings.isSet(Setting.TRACING_URL)) {
            observation.trace(new TracingSettings(URI.create(settings.text(Setting.TRACING_URL)), Double.parseDouble(settings.text(Setting.TRACING_SHARE)),
                    settings.text(Setting.TRACING_AUTHORIZATION), settings.text(Setting.TRACING_SERVICE)), database);
        }
    }

    /** The API for employees and operators, for which the hub must be there. */
    private void serve(List<List<Operation>> operations) throws Exception {
        Employees employees = settings.isSet(Setting.API_TOKENS)
                ? Employees.of(settings.text(Setting.API_TOKENS), settings.list(Setting.API_OPERATORS))
                : Employees.operator(OperatorToken.ensure(settings.path(Setting.DATA_DIRECTORY).toAbsolutePath()));
        String host = settings.text(Setting.API_HOST);
        Api api = keep(Api.start(host, settings.number(Setting.API_PORT), employees, operations.stream().flatMap(List::stream).toList()));
        LOG.info("work list: http://{}:{}/api/worklist", host, api.port());
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return observation.port();
    }

    /** Where the database is reached; null before the start. */
    public String databaseUrl() {
        return databaseUrl;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not stop well", e);
            }
        }
    }
}
