package io.keyline.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated mail server until standard input closes. Exit status: 0, or 2 when a port is taken. */
@Command(name = "mail-server", hidden = true, description = "Runs the simulated mail server.", defaultValueProvider = DemoDefaults.class,
        mixinStandardHelpOptions = true)
public final class MailServerCommand implements Callable<Integer> {

    @Option(names = "--smtp-port", description = "where to listen for SMTP, 0 for any free port (${DEFAULT-VALUE})")
    private int smtpPort;

    @Option(names = "--imap-port", description = "where to listen for IMAP, 0 for any free port (${DEFAULT-VALUE})")
    private int imapPort;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (MailServer server = MailServer.start(smtpPort, imapPort)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Mail server ready: SMTP on 127.0.0.1:%d, IMAP on 127.0.0.1:%d%n", server.smtpPort(), server.imapPort());
            out.flush();
            UntilStopped.await();
            return 0;
        } catch (IllegalStateException taken) {
            spec.commandLine().getErr().printf("The mail server does not start: %s. Choose other ports with --smtp-port and --imap-port.%n",
                    taken.getMessage());
            return 2;
        }
    }
}
