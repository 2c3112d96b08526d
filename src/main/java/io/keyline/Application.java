package io.keyline;

import io.keyline.backoffice.Brokers;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.backoffice.JmsBackOffice;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.sms.SmscComponent;
import io.keyline.channel.ussd.UssdComponent;
import io.keyline.console.Api;
import io.keyline.console.Employees;
import io.keyline.console.OperatorToken;
import io.keyline.console.WorklistOperations;
import io.keyline.deploy.Assembly;
import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.deploy.rehearsal.HubTheatre;
import io.keyline.deploy.rehearsal.Theatre;
import io.keyline.hub.Hub;
import io.keyline.hub.Membership;
import io.keyline.hub.Sessions;
import io.keyline.hub.Time;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import io.keyline.operations.Observation;
import io.keyline.route.DeadEvents;
import io.keyline.route.EventSources;
import io.keyline.route.Keyline;
import io.keyline.route.LateReplies;
import io.keyline.route.Recorder;
import io.keyline.store.Database;
import io.keyline.store.EmbeddedDatabase;
import io.keyline.worklist.Worklist;
import jakarta.jms.ConnectionFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * The hub as a process: what starts, in which order, and stops in the reverse one. Sending stops before what it writes to goes
 * away, and channels stop before the hub that they hand over to.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** How long what is under way has for its end when the hub stops; what has not ended by then is taken up as after a crash. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Settings settings;
    private final Texts texts;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Observation observation;
    private String brokerUrl;
    private String databaseUrl;

    private Application(Settings settings, Texts texts) {
        this.settings = settings;
        this.texts = texts;
    }

    /**
     * Checks everything that an operator wrote.
     *
     * @param problems receives all that is wrong or doubtful, at once
     * @return the application, not started; null if there is an error
     */
    public static Application check(Settings settings, List<Problem> problems) {
        Texts texts = texts(settings, problems);
        Path routes = settings.path(Setting.ROUTES_DIRECTORY);
        if (!Files.isDirectory(routes)) {
            problems.add(new Problem(routes.toString(), 0, "there is no such directory; " + Setting.ROUTES_DIRECTORY.key()
                    + " says where the route files are"));
        } else if (texts != null) {
            problems.addAll(routeFiles(settings, texts).check());
        }
        checkApi(settings, problems);
        return problems.stream().noneMatch(Problem::isError) ? new Application(settings, texts) : null;
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
        return HubTheatre.open(new HubTheatre.Repertoire(routeFiles(settings, checked.texts), checked.texts, settings.properties(), settings.text(Setting.LANGUAGE_DEFAULT),
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
        List<String> languages = settings.list(Setting.LANGUAGES);
        String byDefault = settings.text(Setting.LANGUAGE_DEFAULT);
        if (!languages.contains(byDefault)) {
            problems.add(new Problem(Setting.LANGUAGE_DEFAULT.key(), 0, "is '" + byDefault + "', write one of " + Setting.LANGUAGES.key() + ": "
                    + String.join(", ", languages)));
            return null;
        }
        try {
            return Texts.load(settings.path(Setting.MESSAGES_DIRECTORY), languages, byDefault, settings.company().zone())
                    .with(Map.of("company", settings.text(Setting.COMPANY_NAME), "contact", settings.text(Setting.COMPANY_CONTACT)));
        } catch (TextsException e) {
            e.problems().forEach(wrong -> problems.add(new Problem(wrong.file().toString(), wrong.line(), wrong.message())));
            return null;
        }
    }

    private static void checkApi(Settings settings, List<Problem> problems) {
        if (settings.isSet(Setting.API_TOKENS)) {
            Employees.problems(settings.text(Setting.API_TOKENS)).forEach(wrong -> problems.add(new Problem(Setting.API_TOKENS.key(), 0, wrong)));
            Set<String> known = Employees.tokensByName(settings.text(Setting.API_TOKENS)).keySet();
            settings.list(Setting.API_OPERATORS).stream().filter(name -> !name.isEmpty() && !known.contains(name)).forEach(name -> problems.add(
                    new Problem(Setting.API_OPERATORS.key(), 0, name + " has no token in " + Setting.API_TOKENS.key())));
        } else if (!isLoopback(settings.text(Setting.API_HOST))) {
            problems.add(new Problem(Setting.API_HOST.key(), 0, "is '" + settings.text(Setting.API_HOST) + "', where others could reach the API: "
                    + "set " + Setting.API_TOKENS.key() + " to your employees and their tokens, or let it be 127.0.0.1"));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
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
            connectBroker();
            Sessions sessions = new Sessions();
            LateReplies late = new LateReplies();
            JmsBackOffice backOffice = keep(new JmsBackOffice(broker(), settings.text(Setting.BACK_OFFICE_PREFIX), membership.number(), late, late::areKept,
                    reason -> LOG.warn("a reply of the back office is unreadable: {}", reason)));
            membership.follow(peers -> backOffice.standInFor(membership.gone()));
            Hub.Settings heart = new Hub.Settings(membership, settings.path(Setting.DATA_DIRECTORY), settings.duration(Setting.DUPLICATES_WITHIN),
                    settings.duration(Setting.PARTS_WITHIN), Assembly::optsOut, Time.system(),
                    Assembly.channels(settings.text(Setting.SMS_SENDER)), observation.counts());
            Keyline keyline = Assembly.of(database, heart, sessions, texts, settings.text(Setting.LANGUAGE_DEFAULT),
                    settings.text(Setting.COMPANY_CURRENCY), settings.company(), settings.codes(), observation.backOffice(backOffice));
            Hub hub = keep(keyline.hub());
            late.open(hub.results());
            if (Boolean.parseBoolean(settings.text(Setting.SMS_ONE_BIND))) {
                hub.oneAtWork();
            }
            keep(keyline.links());
            hub.takeUp();
            WebServer web = openWeb();
            startRoutes(keyline, new ChannelComponents(settings, texts, keyline, database, web, sessions));
            hub.start();
            keyline.links().takeUp();
            serve(new Worklist(hub, database.jdbi(), keyline.questions(), keyline.links()));
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

    /** Camel with the route files, and nothing of it that a message would have to pay for. */
    private void startRoutes(Keyline keyline, ChannelComponents channels) throws Exception {
        Main camel = new Main();
        camel.bind("keyline", keyline);
        camel.bind("recorder", new Recorder());
        channels.bindTo(camel);
        observation.connections(channels::smppBinds);
        bindEventSources(camel);
        camel.setOverrideProperties(settings.properties());
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.configure().withName("keyline").withStreamCachingEnabled(false).withJmxEnabled(false).withShutdownTimeout(20)
                .withRoutesIncludePattern(routeFiles(settings, texts).files().stream()
                        .map(file -> "file:" + file.toAbsolutePath()).collect(Collectors.joining(",")));
        camel.start();
        started.push(camel::stop);
        started.push(keyline.hub()::hold);
    }

    private void bindEventSources(Main camel) {
        CachingConnectionFactory cached = new CachingConnectionFactory(broker());
        started.push(cached::destroy);
        camel.bind("jms", EventSources.jms(broker(), cached));
        camel.bind("kafka", EventSources.kafka(settings.text(Setting.KAFKA_BROKERS)));
        camel.configure().addRoutesBuilder(new DeadEvents(broker(), EmbeddedBroker.DEAD_LETTERS));
    }

    private ConnectionFactory broker() {
        return Brokers.connectionFactory(brokerUrl, settings.text(Setting.BROKER_USER), settings.text(Setting.BROKER_PASSWORD));
    }

    /** The API for employees, for which the hub must be there. */
    private void serve(Worklist worklist) throws Exception {
        Employees employees = settings.isSet(Setting.API_TOKENS)
                ? Employees.of(settings.text(Setting.API_TOKENS), settings.list(Setting.API_OPERATORS))
                : Employees.operator(OperatorToken.ensure(settings.path(Setting.DATA_DIRECTORY).toAbsolutePath()));
        String host = settings.text(Setting.API_HOST);
        Api api = keep(Api.start(host, settings.number(Setting.API_PORT), employees, WorklistOperations.of(worklist)));
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
