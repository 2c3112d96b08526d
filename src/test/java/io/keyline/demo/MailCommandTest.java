package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("bin/keyline mail")
class MailCommandTest {

    private static final String HUB = "hub@keyline.example";
    private static final String ANNA = "anna@example.com";

    private final MailServer server = MailServer.start(0, 0);
    private final int smtpPort = server.smtpPort();
    private final int imapPort = server.imapPort();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new MailCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 2];
        all[0] = "--smtp-port=" + smtpPort;
        all[1] = "--imap-port=" + imapPort;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return command.execute(all);
    }

    /** Plays the hub: answers the mail with this number in its mailbox. */
    private CompletableFuture<String> hubAnswers(int number, String text) {
        return CompletableFuture.supplyAsync(() -> {
            try (Correspondent hub = Correspondent.open("127.0.0.1", smtpPort, imapPort, HUB)) {
                Message asked = hub.next(number - 1, Duration.ofSeconds(20)).orElseThrow();
                hub.write(ANNA, null, text);
                return asked.getSubject();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void writesAndPrintsTheAnswerAndThenAnswersThat() throws Exception {
        CompletableFuture<String> first = hubAnswers(1, "Renew it?");
        assertThat(run("--subject", "RENEW")).isZero();
        assertThat(out.toString()).startsWith("Renew it?");
        assertThat(first.join()).isEqualTo("RENEW");
        CompletableFuture<String> second = hubAnswers(2, "Thank you!");
        assertThat(run("1")).isZero();
        assertThat(out.toString()).contains("Thank you!");
        assertThat(second.join()).isEqualTo("Re: RENEW");
    }

    @Test
    void saysThatNoAnswerCameOrThatThereIsNoServer() {
        assertThat(run("--timeout=1", "BAL")).isEqualTo(1);
        assertThat(err.toString()).contains("No answer in 1 seconds.");
        server.close();
        assertThat(run("BAL")).isEqualTo(2);
        assertThat(err.toString()).contains("No mail server at 127.0.0.1");
    }
}
