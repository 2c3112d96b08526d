package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.Terminal;
import jakarta.mail.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("bin/keyline mail")
class MailCommandTest {

    private static final String HUB = "hub@keyline.example";
    private static final String ANNA = "anna@example.com";

    private final MailServer server = MailServer.start(0, 0);
    private final int smtpPort = server.smtpPort();
    private final int imapPort = server.imapPort();
    private final Terminal terminal = new Terminal();

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        return terminal.run(new MailCommand(), Stream.concat(Stream.of("--smtp-port=" + smtpPort, "--imap-port=" + imapPort), Stream.of(arguments))
                .toArray(String[]::new));
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
        assertThat(terminal.out()).startsWith("Renew it?");
        assertThat(first.join()).isEqualTo("RENEW");
        CompletableFuture<String> second = hubAnswers(2, "Thank you!");
        assertThat(run("1")).isZero();
        assertThat(terminal.out()).contains("Thank you!");
        assertThat(second.join()).isEqualTo("Re: RENEW");
    }

    @Test
    void saysThatNoAnswerCameOrThatThereIsNoServer() {
        assertThat(run("--timeout=1", "BAL")).isEqualTo(1);
        assertThat(terminal.err()).contains("No answer in 1 seconds.");
        server.close();
        assertThat(run("BAL")).isEqualTo(2);
        assertThat(terminal.err()).contains("No mail server at 127.0.0.1");
    }
}
