package io.keyline;

import io.keyline.deploy.Problem;
import io.keyline.hub.Names;
import io.keyline.operations.Story;
import io.keyline.store.StorySql;
import io.keyline.store.StorySql.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyline why}: what became of one message, and why. */
@Command(name = "why", mixinStandardHelpOptions = true,
        description = "Tells the whole story of a message: how it was understood, what was called, what was sent, and what became of it.")
final class WhyCommand implements Callable<Integer> {

    private static final int LATEST = 10;

    @Mixin
    private ConfigurationOption configuration;

    @Parameters(paramLabel = "MESSAGE", description = "a message, as logs and this command name it; or a customer's number or address: "
            + "names their latest messages")
    private String asked;

    @Option(names = "--texts", description = "show texts and numbers; without it neither is told")
    private boolean texts;

    @Override
    public Integer call() {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        if (!problems.isEmpty()) {
            return ConfigurationOption.refuse(System.err, "Nothing is told", problems);
        }
        return Records.read(settings, this::tell);
    }

    private int tell(Handle handle) {
        Optional<Told> message = id().flatMap(id -> StorySql.message(handle, id));
        List<Told> latest = message.isPresent() ? List.of() : StorySql.latest(handle, asked, LATEST);
        if (message.isEmpty() && latest.isEmpty()) {
            System.err.println("there is no such message, and no customer of that number or address; numbers are written as +4520123456");
            return 1;
        }
        Story story = new Story(texts);
        message.map(one -> story.of(handle, one)).orElseGet(() -> story.list(latest)).forEach(System.out::println);
        return 0;
    }

    private Optional<Long> id() {
        try {
            return asked.startsWith("+") ? Optional.empty() : Optional.of(Names.parse(asked));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
