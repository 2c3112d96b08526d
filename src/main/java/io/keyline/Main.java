package io.keyline;

import io.keyline.demo.BackOfficeCommand;
import io.keyline.demo.CallCommand;
import io.keyline.demo.DialCommand;
import io.keyline.demo.EventCommand;
import io.keyline.demo.MailCommand;
import io.keyline.demo.MailServerCommand;
import io.keyline.demo.SmscCommand;
import io.keyline.demo.TextCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code bin/keyline}. */
@Command(name = "keyline", mixinStandardHelpOptions = true, version = "Keyline 1.0.0",
        description = "A self-service contact hub on Apache Camel.",
        subcommands = {DemoCommand.class, TextCommand.class, DialCommand.class, CallCommand.class, MailCommand.class, EventCommand.class,
            RunCommand.class, CheckCommand.class, DrawCommand.class, StatusCommand.class, WhyCommand.class,
            MessagesCommand.class, WorklistCommand.class, DeadLettersCommand.class, AddressesCommand.class, DeployCommand.class, HistoryCommand.class, RollbackCommand.class, EraseCommand.class,
            ExportCustomerCommand.class, SettingsCommand.class, SmscCommand.class, MailServerCommand.class, BackOfficeCommand.class})
public final class Main {

    private Main() {
    }

    /** Ends with the exit status of the command. */
    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(new CommandLine(new Main()).addSubcommand(new RehearseCommand(Application::theatre)).execute(arguments));
    }
}
