package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.http.WebServer;
import io.keyline.deploy.Acme;
import io.keyline.hub.Arrival;
import io.keyline.hub.Channels;
import io.keyline.hub.Membership;
import io.keyline.hub.Phrases;
import io.keyline.hub.TestHub;
import io.keyline.hub.Time;
import io.keyline.identity.OneTimeCodes;
import io.keyline.route.YamlRoutes;
import io.keyline.store.Database;
import io.keyline.store.Rows;
import io.keyline.store.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** A company that takes calls: hub, routes, web server and database are real, and the back office answers when the test says so. */
final class CallCentre implements AutoCloseable, Rows {

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
    private Acme acme;
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
        Channels channels = new Channels(Map.of(Calls.CHANNEL, Duration.ofMillis(700)), TestHub.NUMBER);
        acme = new Acme(new Acme.Place(database, Membership.alone(0), data), Time.system(), channels, OneTimeCodes.random(), this::ask);
        web = WebServer.start("127.0.0.1", 0, null);
        acme.camel.getPropertiesComponent().setOverrideProperties(settings);
        acme.camel.getRegistry().bind("hub", acme.hub);
        acme.camel.getRegistry().bind("web", web);
        acme.camel.getRegistry().bind("phrases", (Phrases) acme.texts::render);
        for (String name : List.of("voice-twilio", "voice-vxml", "bal", "renew", "agent", "stop", "unknown")) {
            YamlRoutes.add(acme.camel, name + ".yaml", forCallers(YamlRoutes.shipped(name)));
        }
        for (String routes : more) {
            YamlRoutes.add(acme.camel, "more.yaml", forCallers(routes));
        }
        TestHub.carry(acme.hub, "sms", taken -> texted.add(taken.text()));
        acme.start();
    }

    /** Most of what is tested is not about who calls: only CHECKED asks for a code. */
    private static String forCallers(String yaml) {
        String command = "(uri: command:(?!STOP|CHECKED)\\w+";
        return yaml.contains("access:") ? yaml : yaml.replaceAll(command + "\\n\\s+parameters: \\{)", "$1 access: public,")
                .replaceAll(command + "\\n\\s+parameters:\\n)(\\s+)", "$1$2access: public\n$2")
                .replaceAll(command + ")(?!\\w|\\n\\s+parameters)", "$1?access=public");
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
        assertThat(acme.hub.intake().accept(new Arrival.Text("sms", "sms", Arrival.Text.NAMED, customer, TestHub.NUMBER, text, true, fingerprints.incrementAndGet())))
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
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(2)).until(() -> acme.hub.turnsInHand() == 0 && acme.hub.messagesInHand() == 0);
    }

    @Override
    public Jdbi jdbi() {
        return database.jdbi();
    }

    private void stop() throws Exception {
        web.close();
        acme.close();
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
