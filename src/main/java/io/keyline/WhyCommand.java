package io.keyline;

import io.keyline.deploy.Problem;
import io.keyline.hub.Names;
import io.keyline.hub.TraceIds;
import io.keyline.messages.Shown;
import io.keyline.messages.Story;
import io.keyline.messages.StoryText;
import io.keyline.messages.Tariff;
import io.keyline.store.StorySql.Told;
import io.keyline.store.StorySql;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline why}: what became of one message, and why. */
@Command(name = "why", mixinStandardHelpOptions = true,
        description = "Tells the whole story of a message: how it was understood, what was called, what was sent, and what became of it.")
final class WhyCommand implements Callable<Integer> {

    private static final int LATEST = 10;

    @Spec
    private CommandSpec spec;

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
            return ConfigurationOption.refuse(err(), "Nothing is told", problems);
        }
        Tariff tariff = Written.tariff(settings, problems);
        problems.forEach(problem -> err().println("warning: " + problem));
        return Records.read(settings, err(), handle -> tell(handle, new StoryText(tariff, new Shown(texts)), settings.isSet(Setting.TRACING_URL)));
    }

    private int tell(Handle handle, StoryText text, boolean isTraced) {
        Optional<Told> message = id().flatMap(id -> StorySql.message(handle, id));
        List<Told> latest = message.isPresent() ? List.of() : StorySql.latest(handle, asked, LATEST);
        if (message.isEmpty() && latest.isEmpty()) {
            err().println("there is no such message, and no customer of that number or address; numbers are written as +4520123456");
            return 1;
        }
        Optional<Story> story = message.map(one -> Story.of(handle, one));
        story.map(text::of).orElseGet(() -> text.list(latest)).stream().map(WorklistText::plain).forEach(spec.commandLine().getOut()::println);
        story.filter(one -> isTraced).ifPresent(one -> spec.commandLine().getOut().println("trace " + TraceIds.trace(one.root())));
        return 0;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private Optional<Long> id() {
        try {
            return asked.startsWith("+") ? Optional.empty() : Optional.of(Names.parse(asked));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
