package io.keyline.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated back office until standard input closes. It waits for a broker that is not there yet. */
@Command(name = "back-office", hidden = true, description = "Runs the simulated back office.", defaultValueProvider = DemoDefaults.class,
        mixinStandardHelpOptions = true)
public final class BackOfficeCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 50;

    private enum Way {
        JMS, KAFKA, HTTP;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--by", description = "how it is asked: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Way by;

    @Option(names = "--kafka", description = "where Kafka is (${DEFAULT-VALUE})")
    private String kafka;

    @Option(names = "--http-port", description = "where it listens for HTTP (${DEFAULT-VALUE})")
    private int httpPort;

    @Option(names = "--callback-secret", description = "what it signs replies with that it brings to the hub later (none: it lets the hub wait)")
    private String callbackSecret;

    @Option(names = "--broker-url", description = "where the broker is (${DEFAULT-VALUE})")
    private String brokerUrl;

    @Option(names = "--user", description = "the account at the broker (none)")
    private String user;

    @Option(names = "--password", description = "and its password")
    private String password;

    @Option(names = "--prefix", description = "what stands before the operation in the queues' names (${DEFAULT-VALUE})")
    private String prefix;

    @Option(names = "--switching", description = "how many seconds it takes to switch a service on or off (${DEFAULT-VALUE})")
    private int switching;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BackOffice backOffice = open();
        backOffice.switchingTakes(Duration.ofSeconds(switching));
        Thread.ofVirtual().start(() -> announce(backOffice));
        UntilStopped.await(backOffice);
        return 0;
    }

    private BackOffice open() {
        return switch (by) {
            case JMS -> BackOffice.start(brokerUrl, user, password, prefix);
            case KAFKA -> BackOffice.overKafka(kafka, prefix);
            case HTTP -> BackOffice.overHttp(httpPort, callbackSecret);
        };
    }

    private String place(BackOffice backOffice) {
        return switch (by) {
            case JMS -> "JMS at " + brokerUrl + ", queues " + prefix + "*";
            case KAFKA -> "Kafka at " + kafka + ", topics " + prefix + "*";
            case HTTP -> "HTTP at http://127.0.0.1:" + backOffice.port();
        };
    }

    private void announce(BackOffice backOffice) {
        try {
            while (!backOffice.isConnected()) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Back office ready: %s%n", place(backOffice));
        out.flush();
    }
}
