package io.keyline.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import io.keyline.store.Menu;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A mail on its way out")
class MailProducerTest {

    private static final String THREAD = new MailThread("<1@example.com>", List.of("<0@acme.example>"), "Règning 4711").json();

    /** What the channel reports. */
    private static final class Reported implements Outgoing.Parts {

        private final List<String> told = new ArrayList<>();

        @Override
        public int reference() {
            return 0;
        }

        @Override
        public void writing(int number) {
            told.add("writing");
        }

        @Override
        public void sent(PartSent part) {
            told.add("sent " + part.connection() + " " + part.providerId());
        }
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Reported reported = new Reported();
    private ScriptedSmtp smtp;
    private String portal = "";

    @BeforeEach
    void start() throws Exception {
        smtp = new ScriptedSmtp();
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        smtp.close();
    }

    /** Sends it with headers of a mail around it, as if somebody had let them through. */
    private Exception attempt(Outgoing mail, String options) {
        if (camel.hasComponent("email") == null) {
            camel.addComponent("email", new EmailComponent(Mails.desk(null, portal)));
        }
        return camel.createFluentProducerTemplate().to("email:" + Mails.HUB + "?host=127.0.0.1&security=NONE&port=" + smtp.port() + options)
                .withBody(mail).withHeader("mail.smtp.host", "evil.example").withHeader("Bcc", "evil@evil.example").send().getException();
    }

    private void send(Outgoing mail) {
        assertThat(attempt(mail, "&password=RAW(p%+&w)")).isNull();
    }

    private SendException failure(Outgoing mail) {
        return (SendException) attempt(mail, "");
    }

    private Outgoing mail(String to, String text, Menu menu, String thread) {
        return new Outgoing(4711, "email", "1234", to, text, null, List.of(), reported, menu, thread, "mail");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private MimeMessage received(int number) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(smtp.mails().get(number).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void standsBelowTheMailThatItAnswersAndSaysThatAMachineWroteIt() throws Exception {
        send(mail("anna@example.com", "Fine.", null, THREAD));
        MimeMessage mail = received(0);
        assertThat(mail.getSubject()).isEqualTo("Re: Règning 4711");
        assertThat(mail.getHeader("In-Reply-To", null)).isEqualTo("<1@example.com>");
        assertThat(mail.getHeader("References", null).split("\\s+")).containsExactly("<0@acme.example>", "<1@example.com>");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
        assertThat(mail.getFrom()[0]).hasToString("\"Acme <&> Co\" <hub@acme.example>");
        assertThat(smtp.commands()).contains("AUTH PLAIN " + base64("hub@acme.example\0hub@acme.example\0p%+&w"), "MAIL FROM:<>", "RCPT TO:<anna@example.com>");
        assertThat(reported.told).containsExactly("writing", "sent mail " + new MessageIds("acme.example").of(4711));
    }

    @Test
    void thatBeginsAThreadCanBounce() throws Exception {
        send(mail("anna@example.com", "Fine.", null, null));
        assertThat(received(0).getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(received(0).getSubject()).isEqualTo("Acme <&> Co");
        assertThat(smtp.commands()).contains("MAIL FROM:<hub@acme.example>");
    }

    @Test
    void hasTheSameMessageIdInEachAttempt() throws Exception {
        smtp.answers(".", "451 later");
        failure(mail("anna@example.com", "Fine.", null, THREAD));
        smtp.answers(".", "250 taken");
        send(mail("anna@example.com", "Fine.", null, THREAD));
        assertThat(received(0).getMessageID()).isEqualTo(received(1).getMessageID()).isEqualTo(new MessageIds("acme.example").of(4711));
    }

    @Test
    void isPlainTextAndTheSameInHtmlWithEverythingEscaped() throws Exception {
        portal = "https://acme.example/me";
        Menu menu = new Menu("choice", List.of(new Menu.Item("1", "Ja & <b>"), new Menu.Item("2", "Nej")));
        send(mail("bo@example.com", "Forny?\n<script>alert(1)</script>", menu, THREAD));
        MimeMultipart parts = (MimeMultipart) received(0).getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat((String) parts.getBodyPart(0).getContent()).isEqualToNormalizingNewlines("Forny?\n<script>alert(1)</script>\n\n"
                + "1 Ja & <b>\n  https://acme.example/me#say=1\n2 Nej\n  https://acme.example/me#say=2\n\nSvar med et nummer.\n");
        assertThat((String) parts.getBodyPart(1).getContent()).contains("<html lang=\"da\">", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
                "<a href=\"https://acme.example/me#say=1\">1 Ja &amp; &lt;b&gt;</a>", "<p>Svar med et nummer.</p>").doesNotContain("<script>");
    }

    @Test
    void takesNoHeaderOfWhatItAnswers() throws Exception {
        String hostile = new MailThread("<1@example.com>\r\nBcc: evil@evil.example", List.of("<0@x>\r\nX-Evil: 1"), "BAL\r\nBcc: evil@evil.example\r\n\r\nbody").json();
        send(mail("anna@example.com", "Fine.\r\n.\r\nMAIL FROM:<evil@evil.example>", null, hostile));
        assertThat(smtp.mails().getFirst().split("\n\n")[0]).doesNotContainPattern("(?m)^(Bcc|X-Evil|mail\\.)");
        assertThat(smtp.commands()).filteredOn(command -> command.matches("(MAIL|RCPT).*")).containsExactly("MAIL FROM:<>", "RCPT TO:<anna@example.com>");
        assertThat(failure(mail("anna@example.com>\r\nRCPT TO:<evil@evil.example", "Fine.", null, null)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest(name = "{0} answered by {1}")
    @CsvSource({"MAIL,451 later,RETRY_LATER", "RCPT,450 greylisted,RETRY_LATER", "RCPT,550 nobody,REFUSED",
        "RCPT,550 5.1.1 nobody,UNKNOWN_ADDRESS", "RCPT,550 5.7.1 not from you,REFUSED", "MAIL,550 5.1.1 you,REFUSED",
        "DATA,554 no,REFUSED", ".,452 full,RETRY_LATER",
        ".,554 spam,REFUSED", ".,cut,UNCERTAIN", "DATA,cut,RETRY_LATER", "RCPT,cut,RETRY_LATER", "AUTH,535 who are you,RETRY_LATER", "MAIL,530 who are you,RETRY_LATER"})
    void thatDoesNotGoIsTriedAgainRefusedOrUncertain(String command, String answer, Outcome outcome) {
        smtp.answers(command, answer);
        Exception failure = attempt(mail("anna@example.com", "Fine.", null, THREAD), command.equals("AUTH") ? "&password=x" : "");
        assertThat(failure).isInstanceOfSatisfying(SendException.class, known -> assertThat(known.outcome()).as(known.getMessage()).isEqualTo(outcome));
        assertThat(reported.told).isEqualTo(command.equals(".") ? List.of("writing") : List.of());
    }

    @Test
    void waitsForAServerThatIsNotThere() throws Exception {
        smtp.close();
        SendException failure = failure(mail("anna@example.com", "Fine.", null, THREAD));
        assertThat(failure.outcome()).isEqualTo(Outcome.RETRY_LATER);
        assertThat(failure.code()).isEqualTo(SendException.NOT_CONNECTED);
        assertThat(reported.told).as("nothing was written").isEmpty();
    }
}
