package io.keyline;

import io.keyline.backoffice.BackOffices;
import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.backoffice.JmsBackOffice;
import io.keyline.backoffice.Plan;
import io.keyline.backoffice.Unclaimed;
import io.keyline.channel.http.Proxies;
import io.keyline.channel.http.WebServer;
import io.keyline.console.Api;
import io.keyline.console.DeadLetterOperations;
import io.keyline.console.DeployOperations;
import io.keyline.console.Employees;
import io.keyline.console.GoneAddressOperations;
import io.keyline.console.KeepingOperations;
import io.keyline.console.MessageOperations;
import io.keyline.console.Operation;
import io.keyline.console.OperatorToken;
import io.keyline.console.WorklistOperations;
import io.keyline.deadletter.DeadLetters;
import io.keyline.deadletter.FromBroker;
import io.keyline.deadletter.Replays;
import io.keyline.deadletter.UnreadableReplies;
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
import io.keyline.messages.MessageLog;
import io.keyline.messages.Tariff;
import io.keyline.operations.Observation;
import io.keyline.operations.TracingSettings;
import io.keyline.route.DeadEvents;
import io.keyline.route.EventSources;
import io.keyline.route.EventsAgain;
import io.keyline.route.LateReplies;
import io.keyline.store.Database;
import io.keyline.store.EmbeddedDatabase;
import io.keyline.worklist.Worklist;
import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.CamelContext;
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
    private BackOffices backOffices;
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
        Written.languages(settings, problems);
        Written.directory(settings, problems);
        return unlessWrong(settings, problems);
    }

    /**
     * Checks everything that an operator wrote.
     *
     * @param problems receives all that is wrong or doubtful, at once
     * @return the application, not started; null if there is an error
     */
    public static Application check(Settings settings, List<Problem> problems) {
        Texts texts = Written.texts(settings, problems);
        if (Written.directory(settings, problems) && texts != null) {
            problems.addAll(Written.routeFiles(settings, texts).check());
        }
        return unlessWrong(settings, problems);
    }

    private static Application unlessWrong(Settings settings, List<Problem> problems) {
        Sense.check(settings, problems);
        EventsOut.check(settings, problems);
        Plan plan = BackOfficeFile.read(settings, problems);
        Tariff tariff = Written.tariff(settings, problems);
        return problems.stream().noneMatch(Problem::isError) ? new Application(settings, plan, tariff) : null;
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
        Texts texts = Written.texts(settings, problems);
        return HubTheatre.open(new HubTheatre.Repertoire(Written.routeFiles(settings, texts), texts, settings.properties(), settings.text(Setting.LANGUAGE_DEFAULT),
                settings.text(Setting.COMPANY_CURRENCY), settings.company()));
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
            trace(database);
            observation.publisher(keep(EventsOut.start(settings, database, broker(), observation.traces())));
            Sessions sessions = new Sessions();
            Assembly assembly = assemble(database, membership, sessions, texts);
            LiveRoutes routes = routes(assembly, database, new ChannelComponents(settings, assembly, database, openWeb(), sessions));
            work(assembly, deployments, routes);
            operate(assembly, database, deployments, routes);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** The hub, which takes up what was left open, with the systems that it asks. */
    private Assembly assemble(Database database, Membership membership, Sessions sessions, Texts texts) {
        LateReplies late = new LateReplies();
        UnreadableReplies unreadable = new UnreadableReplies();
        backOffices = keep(backOffices(late, unreadable, membership.number()));
        membership.follow(peers -> backOffices.standInFor(membership.gone()));
        Hub.Settings heart = new Hub.Settings(membership, settings.path(Setting.DATA_DIRECTORY), settings.duration(Setting.DUPLICATES_WITHIN),
                settings.duration(Setting.PARTS_WITHIN), Assembly::optsOut, Limit.parse(settings.text(Setting.LIMIT_MESSAGES)), Time.system(),
                Assembly.channels(settings.text(Setting.SMS_SENDER), settings.lifetimes(), settings.gone()), observation.counts());
        Assembly assembly = Assembly.open(database, heart, sessions, texts, settings.text(Setting.LANGUAGE_DEFAULT),
                settings.text(Setting.COMPANY_CURRENCY), settings.company(), settings.codes(), observation.backOffices(backOffices));
        Hub hub = keep(assembly.keyline().hub());
        late.open(hub.results());
        unreadable.open(hub, database.jdbi());
        if (Boolean.parseBoolean(settings.text(Setting.SMS_ONE_BIND))) {
            hub.oneAtWork();
        }
        keep(assembly.keyline().links());
        hub.takeUp();
        return assembly;
    }

    /** Customers are served from here on. */
    private void work(Assembly assembly, Deployments deployments, LiveRoutes routes) throws Exception {
        Hub hub = assembly.keyline().hub();
        deployments.start(routes);
        started.push(hub::hold);
        hub.start();
        assembly.keyline().links().takeUp();
        hub.whenOneDied(assembly.keyline().links()::takeUp);
    }

    /** And employees and operators. */
    private void operate(Assembly assembly, Database database, Deployments deployments, LiveRoutes routes) throws Exception {
        Hub hub = assembly.keyline().hub();
        DeadLetters deadLetters = new DeadLetters(hub, database.jdbi(), settings.replayLimits(), new EventsAgain(routes.outside()));
        keep(Replays.start(database.jdbi(), deadLetters, settings.text(Setting.DEAD_LETTERS_DESTINATION)));
        Erasure erasure = new Erasure(hub, database.jdbi(), ERASURE_PATIENCE);
        keep(new Retention(database, observation.counts(), settings.periods(), erasure).start());
        MessageLog log = new MessageLog(database.jdbi(), hub::newId, tariff, SEARCH_PATIENCE);
        serve(List.of(WorklistOperations.of(new Worklist(hub, database.jdbi(), assembly.questions(), assembly.keyline().links())),
                MessageOperations.of(log), DeadLetterOperations.of(deadLetters), DeployOperations.of(deployments), KeepingOperations.of(erasure),
                GoneAddressOperations.of(database.jdbi())));
        started.push(deployments);
        deployments.watch();
        observation.sharing(hub);
        observation.ways(hub.outbox()::traffic);
        observation.running();
        started.push(() -> hub.drain(DRAIN));
        started.push(observation::draining);
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

    private BackOffices backOffices(LateReplies late, UnreadableReplies unreadable, int hub) {
        Unclaimed own = new Unclaimed(late, late::areKept, reply -> LOG.warn("a reply of the back office is unreadable: {} ({})", reply.reason(), reply.source()));
        return new BackOffices(plan, new JmsBackOffice(broker(), settings.text(Setting.BACK_OFFICE_PREFIX), hub, own), hub,
                new Unclaimed(late, late::areKept, unreadable));
    }

    private WebServer openWeb() throws Exception {
        String url = settings.text(Setting.WEB_URL);
        WebServer web = keep(WebServer.start(settings.text(Setting.WEB_HOST), settings.number(Setting.WEB_PORT), url.isEmpty() ? null : URI.create(url),
                Proxies.of(settings.list(Setting.WEB_PROXIES))));
        observation.web(web);
        backOffices.takeCallbacks(web);
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
                contents -> Written.named(settings, Texts.of(contents, messages, languages, settings.text(Setting.LANGUAGE_DEFAULT), settings.company().zone())),
                new RouteFiles(settings.properties(), () -> Written.componentsForChecks(settings)),
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
