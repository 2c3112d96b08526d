package io.keyline.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.keyline.hub.Arrival;
import io.keyline.hub.TryLater;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mailbox")
class MailboxConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DONE = "Keyline handled";
    private static final String ASIDE = "Keyline set aside";

    private GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private final List<Arrival> stored = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private final List<DefaultCamelContext> hubs = new CopyOnWriteArrayList<>();
    private volatile boolean databaseIsAway;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        server.start();
        server.setUser(Mails.HUB, Mails.HUB, "secret");
        database = TestDatabase.fresh();
    }

    @AfterEach
    void stop() {
        hubs.forEach(DefaultCamelContext::stop);
        server.stop();
        database.close();
    }

    private void deliver(byte[]... mails) throws MessagingException {
        try (Store store = store()) {
            Folder inbox = store.getFolder("INBOX");
            for (byte[] mail : mails) {
                inbox.appendMessages(new Message[]{new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail))});
            }
        }
    }

    private Store store() throws MessagingException {
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect("127.0.0.1", server.getImap().getPort(), Mails.HUB, "secret");
        return store;
    }

    private List<String> subjects(String name) {
        try (Store store = store()) {
            Folder folder = store.getFolder(name);
            if (!folder.exists()) {
                return List.of();
            }
            folder.open(Folder.READ_ONLY);
            List<String> subjects = new CopyOnWriteArrayList<>();
            for (Message message : folder.getMessages()) {
                subjects.add(message.getSubject());
            }
            return subjects;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private DefaultCamelContext hub(String options) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        hubs.add(camel);
        camel.disableJMX();
        camel.addComponent("email", new EmailComponent(Mails.desk(database::connectionOfItsOwn, "")));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("email:" + Mails.HUB + "?host=127.0.0.1&security=NONE&password=secret&poll=20&port=" + server.getImap().getPort() + options)
                        .errorHandler(noErrorHandler()).process(exchange -> store(exchange.getMessage().getBody(Arrival.class)));
            }
        });
        camel.start();
        return camel;
    }

    /** Stands for inbound:email. */
    private void store(Arrival arrival) throws TryLater {
        if (databaseIsAway) {
            throw new TryLater("the database is away", null);
        }
        String words = arrival instanceof Arrival.Text text ? text.text() : "";
        if (failing.computeIfPresent(words, (key, left) -> left - 1) instanceof Integer left && left >= 0) {
            throw new IllegalStateException("a defect of the route");
        }
        stored.add(arrival);
    }

    private List<String> texts() {
        return stored.stream().filter(Arrival.Text.class::isInstance).map(arrival -> ((Arrival.Text) arrival).text()).toList();
    }

    private static byte[] subject(String subject) {
        return Mails.mail("Subject: " + subject, "");
    }

    @Test
    void isEmptiedInOrderAndEachMailIsMovedWhenItIsStored() throws Exception {
        deliver(subject("BAL 1"), subject("BAL 2"), subject("BAL 3"));
        hub("");
        await().untilAsserted(() -> assertThat(subjects(DONE)).containsExactly("BAL 1", "BAL 2", "BAL 3"));
        assertThat(texts()).containsExactly("BAL 1", "BAL 2", "BAL 3");
        assertThat(subjects("INBOX")).isEmpty();
        deliver(subject("BAL 4"));
        await().untilAsserted(() -> assertThat(texts()).endsWith("BAL 4"));
        List<String> many = IntStream.rangeClosed(5, 64).mapToObj(number -> "BAL " + number).toList();
        deliver(many.stream().map(MailboxConsumerTest::subject).toArray(byte[][]::new));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts()).hasSize(64).endsWith("BAL 64"));
        deliver(subject("BAL 65"));
        await().untilAsserted(() -> assertThat(texts()).endsWith("BAL 65"));
    }

    @Test
    void keepsItsMailsWhileTheyCannotBeStored() throws Exception {
        databaseIsAway = true;
        deliver(subject("BAL 1"), subject("BAL 2"));
        hub("&tries=1&answersAnHour=2");
        await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThat(subjects("INBOX")).hasSize(2));
        databaseIsAway = false;
        await().untilAsserted(() -> assertThat(subjects(DONE)).containsExactly("BAL 1", "BAL 2"));
        assertThat(stored).as("tried often, counted once").allSatisfy(arrival -> assertThat(((Arrival.Text) arrival).ignored()).isNull());
    }

    @Test
    void isNotBlockedByAMailThatFailsAgainAndAgain() throws Exception {
        failing.put("BAL 1", 1_000);
        failing.put("BAL 2", 1);
        deliver(subject("BAL 1"), subject("BAL 2"), subject("BAL 3"));
        hub("");
        await().untilAsserted(() -> assertThat(subjects(ASIDE)).containsExactly("BAL 1"));
        await().untilAsserted(() -> assertThat(subjects(DONE)).containsExactlyInAnyOrder("BAL 2", "BAL 3"));
        assertThat(texts()).containsExactlyInAnyOrder("BAL 2", "BAL 3");
        assertThat(stored).filteredOn(Arrival.Unreadable.class::isInstance).singleElement()
                .satisfies(poison -> assertThat(((Arrival.Unreadable) poison).reason()).startsWith("failed 3 times: IllegalStateException"));
    }

    @Test
    void setsAsideWhatCannotBeReadAndKeepsItsBytes() throws Exception {
        byte[] nobody = Mails.raw("Subject: nobody", "BAL");
        deliver(nobody, Mails.mail("Subject: large", "x".repeat(20_000)), subject("BAL 3"));
        hub("&largest=10000");
        await().untilAsserted(() -> assertThat(subjects(DONE)).containsExactly("BAL 3"));
        assertThat(subjects(ASIDE)).containsExactly("nobody", "large");
        assertThat(stored).filteredOn(Arrival.Unreadable.class::isInstance).extracting(arrival -> ((Arrival.Unreadable) arrival).reason())
                .containsExactly("From is missing", "larger than 10000 bytes");
        assertThat(new String(((Arrival.Unreadable) stored.getFirst()).raw(), StandardCharsets.UTF_8)).contains("Subject: nobody");
    }

    @Test
    void obeysNoHeaderOfAMail() throws Exception {
        deliver(Mails.mail("delete: true\nmoveTo: Elsewhere\ncopyTo: Elsewhere\nCamelSqlQuery: drop table message\ncAmElHttpUri: http://evil.example\n"
                + "CamelSmppDestAddr: 1\nmail.smtp.host: evil.example\nBcc: evil@evil.example\nSubject: BAL", ""));
        hub("");
        await().untilAsserted(() -> assertThat(subjects(DONE)).containsExactly("BAL"));
        assertThat(subjects("Elsewhere")).isEmpty();
        assertThat(stored.getFirst().toString()).doesNotContain("evil", "drop table", "Elsewhere");
    }

    @Test
    void isReadByOneHubAndByTheNextWhenThatHasLostItsLock() throws Exception {
        hub("");
        await().untilAsserted(() -> assertThat(locks()).isEqualTo(1));
        hub("");
        for (int i = 1; i <= 20; i++) {
            deliver(subject("BAL " + i));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts()).hasSize(20).doesNotHaveDuplicates());
        hubs.removeFirst().stop();
        deliver(subject("BAL 21"));
        await().untilAsserted(() -> assertThat(texts()).endsWith("BAL 21"));
        killLock();
        deliver(subject("BAL 22"));
        await().untilAsserted(() -> assertThat(texts()).endsWith("BAL 22").hasSize(22));
    }

    /** How many advisory locks are held. */
    private long locks() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from pg_locks where locktype = 'advisory' "
                + "and database = (select oid from pg_database where datname = current_database())").mapTo(Long.class).one());
    }

    private void killLock() {
        database.jdbi().useHandle(handle -> handle.execute("select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a using (pid) "
                + "where l.locktype = 'advisory' and a.datname = current_database() and a.query like '%pg_try_advisory_lock($1)%'"));
    }

    @Test
    void answersAMachineThatDoesNotSaySoOnlySoOften() throws Exception {
        deliver(subject("BAL 1"), subject("BAL 2"), subject("BAL 3"), subject("STOP"));
        hub("&answersAnHour=2");
        await().untilAsserted(() -> assertThat(stored).hasSize(4));
        assertThat(stored).extracting(arrival -> ((Arrival.Text) arrival).ignored())
                .containsExactly(null, null, "more mails of this sender than are answered", null);
    }

    @Test
    void isReadAgainWhenItsServerIsBack() throws Exception {
        hub("");
        deliver(subject("BAL 1"));
        await().untilAsserted(() -> assertThat(texts()).containsExactly("BAL 1"));
        int port = server.getImap().getPort();
        server.stop();
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        server.setUser(Mails.HUB, Mails.HUB, "secret");
        deliver(subject("BAL 2"));
        await().untilAsserted(() -> assertThat(texts()).contains("BAL 2"));
    }
}
