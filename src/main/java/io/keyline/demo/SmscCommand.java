package io.keyline.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated SMSC until standard input closes. Exit status: 0, or 2 when the port is taken. */
@Command(name = "smsc", hidden = true, description = "Runs the simulated SMSC.", defaultValueProvider = DemoDefaults.class,
        mixinStandardHelpOptions = true)
public final class SmscCommand implements Callable<Integer> {

    @Option(names = "--port", description = "where to listen for SMPP, 0 for any free port (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--system-id", description = "who may bind as an ESME (${DEFAULT-VALUE})")
    private String systemId;

    @Option(names = "--password", description = "and its password (${DEFAULT-VALUE})")
    private String password;

    @Option(names = "--short-code", description = "the ESME's number (${DEFAULT-VALUE})")
    private String shortCode;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Smsc smsc = Smsc.start(port)) {
            smsc.account(systemId, password, shortCode);
            smsc.receipts(Receipts.AFTER);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("SMSC ready: SMPP 3.4 on 127.0.0.1:%d, ESME %s, short code %s%n", smsc.port(), systemId, shortCode);
            out.flush();
            UntilStopped.await();
            return 0;
        } catch (BindException taken) {
            spec.commandLine().getErr().printf("Port %d is taken: stop what listens there, or choose another with --port.%n", port);
            return 2;
        }
    }
}
