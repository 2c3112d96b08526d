package io.keyline.deploy;

import io.keyline.language.Texts;
import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import io.keyline.route.ReplyEndpoint;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every text that a route names is in the catalogue. */
record KnownTexts(Texts texts) implements Rule {

    private static final List<String> NO_TEXTS = List.of("worklist", "continue");

    @Override
    public Stream<Problem> problems(Flows flows) {
        Stream<Problem> beginnings = flows.from(CommandEndpoint.class).flatMap(flow -> {
            CommandEndpoint command = (CommandEndpoint) flow.from();
            return missing(flow::error, command.getUsage(), command.getHelp());
        });
        return Stream.concat(beginnings, flows.steps().stream().flatMap(this::problems));
    }

    private Stream<Problem> problems(Step step) {
        return switch (step.endpoint()) {
            case ReplyEndpoint reply -> missing(step::error, reply.getText());
            case BackOfficeEndpoint call -> missing(step::error, text(call.getRefused()));
            case AskEndpoint ask -> Stream.concat(missing(step::error, ask.getText(), text(ask.getOtherwise())), wordless(step, ask));
            case null, default -> Stream.empty();
        };
    }

    private Stream<Problem> wordless(Step step, AskEndpoint ask) {
        return ChoiceWords.names(ask).stream().filter(name -> !ChoiceWords.BUILT_IN.contains(name) && !texts.has("choice." + name))
                .map(name -> step.warning("the choice " + name + " has no text choice." + name + ", so that customers of every language have "
                        + "to write " + name + "; add it with the words of each language, parted by commas"));
    }

    private static String text(String option) {
        return NO_TEXTS.contains(option) ? null : option;
    }

    private Stream<Problem> missing(Function<String, Problem> error, String... keys) {
        return Stream.of(keys).filter(key -> key != null && !texts.has(key))
                .map(key -> error.apply("the text " + key + " is not in the message catalogue; add it to each language"));
    }
}
