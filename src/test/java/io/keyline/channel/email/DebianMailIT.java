package io.keyline.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.ReceiptState;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where Debian's mail servers are not installed it is skipped and says so; .ci/run installs them. */
@DisplayName("With Debian's Dovecot and Postfix")
class DebianMailIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ANNA = "anna@acme.example";

    private final List<Arrival> arrived = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private DebianMail servers;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(DebianMail.lacks() == null, DebianMail::lacks);
        servers = DebianMail.start();
        database = TestDatabase.fresh();
        camel.disableJMX();
        camel.addComponent("email", new EmailComponent(Mails.desk(database::connectionOfItsOwn, "")));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("email:" + Mails.HUB + "?host=127.0.0.1&security=NONE&password=secret&poll=100&port=" + servers.imapPort())
                        .process(exchange -> arrived.add(exchange.getMessage().getBody(Arrival.class)));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        if (servers != null) {
            servers.close();
            database.close();
        }
    }

    /** Sent as the hub sends, whoever the sender is. */
    private String send(String from, String to, String text, String thread) {
        List<String> ids = new CopyOnWriteArrayList<>();
        Outgoing.Parts parts = new Outgoing.Parts() {
            @Override
            public int reference() {
                return 0;
            }

            @Override
            public void writing(int number) {
                assertThat(ids).isEmpty();
            }

            @Override
            public void sent(PartSent part) {
                ids.add(part.providerId());
            }
        };
        Exception failure = camel.createFluentProducerTemplate().to("email:" + from + "?host=127.0.0.1&security=NONE&port=" + servers.smtpPort())
                .withBody(new Outgoing(System.nanoTime(), "email", from, to, text, null, List.of(), parts, null, thread, null)).send().getException();
        assertThat(failure).isNull();
        return ids.getFirst();
    }

    private Folder inbox(String user, String name) throws MessagingException {
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect("127.0.0.1", servers.imapPort(), user, "secret");
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_ONLY);
        return folder;
    }

    @Test
    void anAnswerWithoutSenderArrivesInItsThreadAndAMailIsMovedWhenItIsStored() throws Exception {
        send(Mails.HUB, ANNA, "Fine.", new MailThread("<1@acme.example>", List.of(), "BAL").json());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> inbox(ANNA, "INBOX").getMessageCount() == 1);
        Message answer = inbox(ANNA, "INBOX").getMessage(1);
        assertThat(answer.getHeader("Return-Path")).containsExactly("<>");
        assertThat(answer.getHeader("In-Reply-To")).containsExactly("<1@acme.example>");

        send(ANNA, Mails.HUB, "BAL", null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).singleElement().isInstanceOfSatisfying(Arrival.Text.class, mail -> {
            assertThat(mail.text()).isEqualTo("BAL");
            assertThat(mail.ignored()).as("another hub wrote it").isEqualTo("sent by a machine: Auto-Submitted");
        }));
        await().atMost(PATIENCE).until(() -> inbox(Mails.HUB, "Keyline handled").getMessageCount() == 1);
        assertThat(inbox(Mails.HUB, "INBOX").getMessageCount()).isZero();
    }

    @Test
    void aBounceTellsWhichMailItIsAbout() {
        String id = send(Mails.HUB, "nobody@bounce.example", "Hello.", null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).singleElement().isInstanceOfSatisfying(Arrival.Receipt.class, bounce -> {
            assertThat(bounce.providerId()).isEqualTo(id);
            assertThat(bounce.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
            assertThat(bounce.error()).isEqualTo("5.1.1");
        }));
    }
}
