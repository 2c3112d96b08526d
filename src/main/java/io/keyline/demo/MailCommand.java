package io.keyline.demo;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a customer at their mail program. Exit status: 0 answered, 1 no answer, 2 no mail server or a wrong argument. */
@Command(name = "mail", description = "Writes to the hub by e-mail as a customer would, and prints the answer out of the customer's mailbox.",
        defaultValueProvider = DemoDefaults.class, mixinStandardHelpOptions = true, exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:answered", " 1:no answer in time", " 2:no mail server, or a wrong argument"})
public final class MailCommand implements Callable<Integer> {

    private static final int NO_ANSWER = 1;
    private static final int NO_SERVER = 2;

    @Parameters(index = "0", paramLabel = "TEXT", arity = "0..1", defaultValue = "", description = "what to write")
    private String text;

    @Option(names = "--from", description = "the customer's address (${DEFAULT-VALUE})")
    private String from;

    @Option(names = "--to", description = "the hub's address (${DEFAULT-VALUE})")
    private String to;

    @Option(names = "--subject", description = "begins a new thread; without it, the newest mail in the customer's mailbox is answered")
    private String subject;

    @Option(names = "--forged", description = "the company's mail server could not check the sender: the hub asks for a code first")
    private boolean forged;

    @Option(names = "--host", description = "where the mail server is (${DEFAULT-VALUE})")
    private String host;

    @Option(names = "--smtp-port", description = "its port for SMTP (${DEFAULT-VALUE})")
    private int smtpPort;

    @Option(names = "--imap-port", description = "its port for IMAP (${DEFAULT-VALUE})")
    private int imapPort;

    @Option(names = "--timeout", description = "seconds to wait for an answer (${DEFAULT-VALUE})")
    private long timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Correspondent customer = Correspondent.open(host, smtpPort, imapPort, from)) {
            int before = customer.write(to, subject, text, forged ? null : MailServer.NAME);
            Optional<Message> answer = customer.next(before, Duration.ofSeconds(timeout));
            if (answer.isEmpty()) {
                spec.commandLine().getErr().printf("No answer in %d seconds.%n", timeout);
                return NO_ANSWER;
            }
            print(answer.get());
            return 0;
        } catch (MessagingException e) {
            spec.commandLine().getErr().printf("No mail server at %s, ports %d and %d: %s. Start it with bin/keyline demo.%n", host, smtpPort,
                    imapPort, e.getMessage());
            return NO_SERVER;
        }
    }

    private void print(Message answer) throws MessagingException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Correspondent.text(answer).stripTrailing());
        out.flush();
        spec.commandLine().getErr().println("Subject: " + answer.getSubject());
    }
}
