package io.keyline;

import io.keyline.deploy.Problem;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.RetentionSql;
import io.keyline.store.StatusSql;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keyline status}: what became of the messages, and what needs a person. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Counts the messages by state, and lists what was not answered, is uncertain or could not be read.")
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    @Override
    public Integer call() {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        if (!problems.isEmpty()) {
            return ConfigurationOption.refuse(spec.commandLine().getErr(), "Nothing is done", problems);
        }
        section("not well", Unwell.of(settings));
        return Records.read(settings, spec.commandLine().getErr(), this::print);
    }

    private int print(Handle handle) {
        section("hubs", StatusSql.hubs(handle));
        out().println("messages");
        StatusSql.counts(handle).forEach(count -> out().printf("  %-4s %-10s %8d%n", count.direction(), count.state(), count.number()));
        section("needed no answer", StatusSql.ignored(handle));
        section("not answered, uncertain or failed", StatusSql.troubled(handle));
        List<StatusSql.Count> conversations = StatusSql.conversations(handle);
        if (!conversations.isEmpty()) {
            out().println("conversations");
            conversations.forEach(count -> out().printf("       %-10s %8d%n", count.state(), count.number()));
        }
        section("could not go on", StatusSql.failedConversations(handle));
        section("could not be read (quarantine)", StatusSql.quarantined(handle));
        List<DeadLetterSql.Waiting> dead = DeadLetterSql.waiting(handle);
        if (!dead.isEmpty()) {
            out().println("dead letters (bin/keyline dead-letters)");
            dead.forEach(letters -> out().printf("       %-12s %6d%n", letters.kind().name().toLowerCase(Locale.ROOT), letters.number()));
        }
        section("receipts for messages that nobody knows", StatusSql.orphans(handle));
        section("went by its age", RetentionSql.told(handle));
        return 0;
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out().println(title);
            lines.forEach(line -> out().println("  " + line));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
