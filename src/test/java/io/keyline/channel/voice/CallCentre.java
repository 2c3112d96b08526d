package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.http.WebServer;
import io.keyline.deploy.Assembly;
import io.keyline.hub.Arrival;
import io.keyline.hub.Channels;
import io.keyline.hub.Hub;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.Phrases;
import io.keyline.hub.Sessions;
import io.keyline.hub.Time;
import io.keyline.identity.OneTimeCodes;
import io.keyline.language.Texts;
import io.keyline.route.Keyline;
import io.keyline.route.Recorder;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A company that takes calls: hub, routes, web server and database are real, and the back office answers when the test says so. */
final class CallCentre implements AutoCloseable {

    static final String NUMBER = "+4570102030";
    static final String RENEWALS = "+4570102031";
    static final String AGENTS = "+4570102099";
    static final String TOKEN = "the token of the account";
    static final String SECRET = "only-the-browser-knows";

    /** A request that the back office has received. */
    record Question(Request request, CompletableFuture<Reply> answer) {

        void answer(Map<String, Object> data) {
            answer.complete(new Reply(request.key(), Reply.Status.OK, null, data));
        }
    }

    private final Path data = Files.createTempDirectory("keyline-calls");
    private final Database database = TestDatabase.fresh();
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> texted = new LinkedBlockingQueue<>();
    private final AtomicLong fingerprints = new AtomicLong();
    private final Properties settings = new Properties();
    private final String[] more;
    private DefaultCamelContext camel;
    private Hub hub;
    private WebServer web;

    /** @param more routes in YAML beside the shipped ones */
    CallCentre(Map<String, String> settings, String... more) throws Exception {
        this.more = more;
        this.settings.putAll(Map.of("voice.twilio-token", TOKEN + ",the secondary one", "voice.vxml-secret", SECRET, "voice.vxml-allowed", "127.0.0.0/8",
                "voice.agents", AGENTS, "voice.entries", RENEWALS + ":RENEW", "language.default", "en", "region.default", "DK"));
        this.settings.putAll(settings);
        open();
    }

    private void open() throws Exception {
        Texts texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en", ZoneOffset.UTC)
                .with(Map.of("company", "Acme", "contact", "+45 70 10 20 30"));
        Channels channels = new Channels(Map.of(Calls.CHANNEL, Duration.ofMillis(700)), "1234");
        Keyline keyline = Assembly.of(database, new Hub.Settings(0, data, Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false,
                Time.system(), channels), new Sessions(), texts, "en", "DKK", new Keyline.Company(ZoneOffset.UTC, "1234", "DK"),
                new OneTimeCodes.Settings(Set.of("DK"), 1_000, OneTimeCodes.random()), this::ask);
        hub = keyline.hub();
        web = WebServer.start("127.0.0.1", 0, null);
        camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getPropertiesComponent().setOverrideProperties(settings);
        camel.getRegistry().bind("keyline", keyline);
        camel.getRegistry().bind("hub", hub);
        camel.getRegistry().bind("web", web);
        camel.getRegistry().bind("phrases", (Phrases) texts::render);
        camel.getCamelContextExtension().addInterceptStrategy(new Recorder());
        for (String name : List.of("voice-twilio", "voice-vxml", "bal", "renew", "agent", "stop", "unknown")) {
            addRoutes(name + ".yaml", forCallers(Files.readString(Path.of("routes", name + ".yaml"))));
        }
        for (String routes : more) {
            addRoutes("more.yaml", forCallers(routes));
        }
        camel.start();
        hub.outbox().open("sms", message -> {
            message.parts().writing(1);
            message.parts().sent(new PartSent(1, 1, 0, "sms", "id-" + fingerprints.incrementAndGet()));
            texted.add(message.text());
        }, 50, 0);
        hub.start();
    }

    /** Most of what is tested is not about who calls: only CHECKED asks for a code. */
    private static String forCallers(String yaml) {
        String command = "(uri: command:(?!STOP|CHECKED)\\w+";
        return yaml.contains("access:") ? yaml : yaml.replaceAll(command + "\\n\\s+parameters: \\{)", "$1 access: public,")
                .replaceAll(command + "\\n\\s+parameters:\\n)(\\s+)", "$1$2access: public\n$2")
                .replaceAll(command + ")(?!\\w|\\n\\s+parameters)", "$1?access=public");
    }

    private void addRoutes(String name, String yaml) throws Exception {
        for (var builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(ResourceHelper.fromString(name, yaml))) {
            camel.addRoutes(builder);
        }
    }

    private CompletableFuture<Reply> ask(Request request) {
        Question question = new Question(request, new CompletableFuture<>());
        questions.add(question);
        return question.answer;
    }

    /** The same company after a restart, at another port. */
    void restarts() throws Exception {
        stop();
        open();
    }

    URI url() {
        return web.url();
    }

    /** The next request to the back office. */
    Question asks() throws InterruptedException {
        Question question = questions.poll(5, TimeUnit.SECONDS);
        assertThat(question).as("a request to the back office").isNotNull();
        return question;
    }

    int unreadQuestions() {
        return questions.size();
    }

    /** A customer writes an SMS. */
    void receives(String customer, String text) {
        assertThat(hub.intake().accept(new Arrival.Text("sms", "sms", Arrival.Text.NAMED, customer, "1234", text, true, fingerprints.incrementAndGet())))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    /** The next SMS that goes out. */
    String texts() throws InterruptedException {
        String text = texted.poll(5, TimeUnit.SECONDS);
        assertThat(text).as("an SMS").isNotNull();
        return text;
    }

    boolean hasTexted() {
        return !texted.isEmpty();
    }

    void comesToRest() {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(2)).until(() -> hub.turnsInHand() == 0 && hub.messagesInHand() == 0);
    }

    /** Whatever this SQL finds, as text. */
    List<String> stored(String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Every row of any table that holds these words. Ids and hashes are long enough to hold any PIN by chance. */
    List<String> wherever(String words) {
        List<String> found = new ArrayList<>();
        for (String table : stored("select table_name from information_schema.tables where table_schema = 'public'")) {
            stored("select '" + table + ": ' || t::text from \"" + table + "\" t").stream().map(row -> row.replaceAll("\\d{15,}", "#")).filter(row -> row.contains(words))
                    .forEach(found::add);
        }
        return found;
    }

    private void stop() throws Exception {
        camel.stop();
        hub.close();
        web.close();
    }

    @Override
    public void close() throws Exception {
        stop();
        database.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
