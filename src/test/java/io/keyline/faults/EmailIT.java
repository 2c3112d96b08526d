package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.keyline.hub.CrashPoint;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("By e-mail, over SMTP and IMAP, with a hub that is killed")
class EmailIT {

    private static final String HUB = "hub@keyline.example";
    private static final String ANNA = "anna@example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GreenMail mail = new GreenMail(new ServerSetup[]{new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
    private World world;

    @BeforeEach
    void build(@TempDir Path directory) throws Exception {
        mail.getUserManager().setAuthRequired(false);
        mail.start();
        world = new World(directory);
        world.hub.with("mail.enabled", "true").with("mail.authserv-id", "mx.keyline.example").with("mail.password", "keyline").with("mail.imap-port", mail.getImap().getPort())
                .with("mail.imap-security", "NONE").with("mail.smtp-port", mail.getSmtp().getPort()).with("mail.smtp-security", "NONE")
                .with("mail.null-sender", "false").with("mail.poll", "100ms");
    }

    @AfterEach
    void end() throws Exception {
        world.close();
        mail.stop();
    }

    private void write(String subject, String text, String inReplyTo) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(mail.getSmtp().getPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress(ANNA));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(HUB));
        message.setSubject(subject);
        message.setText(text);
        message.setHeader("Authentication-Results", "mx.keyline.example; dmarc=pass header.from=" + ANNA.substring(ANNA.indexOf('@') + 1));
        if (inReplyTo != null) {
            message.setHeader("In-Reply-To", inReplyTo);
        }
        Transport.send(message);
    }

    private List<MimeMessage> answers() {
        return Arrays.stream(mail.getReceivedMessages()).filter(EmailIT::isToAnna).toList();
    }

    private static boolean isToAnna(MimeMessage message) {
        try {
            Address[] to = message.getRecipients(Message.RecipientType.TO);
            return to != null && to[0].toString().equals(ANNA);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswers(int number) {
        await("answers").atMost(PATIENCE).untilAsserted(() -> assertThat(answers()).hasSize(number));
    }

    @Test
    void aCommandIsAnsweredOnceAndADialogueGoesOnWhereverTheHubDies() throws Exception {
        world.start("-Dkeyline.crash=" + CrashPoint.INTAKE_AFTER_COMMIT);
        write("BAL", "", null);
        world.hub.awaitHalted();
        world.start();
        awaitAnswers(1);
        assertThat(answers().getFirst().getSubject()).isEqualTo("Re: BAL");

        write("my subscription", "RENEW\n\n-- \nAnna", null);
        awaitAnswers(2);
        String question = answers().getLast().getMessageID();
        world.hub.kill();
        write("Re: my subscription", "1\n\nOn Sunday, Keyline Demo <hub@keyline.example> wrote:\n> Renew?", question);
        world.start();
        awaitAnswers(3);
        world.awaitSettled();
        assertThat(answers()).as("each once").hasSize(3);
        assertThat(answers().getLast().getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
    }
}
