package io.keyline.deploy;

import io.keyline.language.Keyword;
import io.keyline.language.Words;
import io.keyline.route.AskEndpoint;
import io.keyline.route.CommandEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A keyword is no answer to a question: while the question is open, the answer wins. */
record KeywordsApart(ChoiceWords words) implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, Step> questions = new HashMap<>();
        flows.steps().forEach(step -> step.endpoint(AskEndpoint.class).forEach(ask -> words.of(ask)
                .forEach(answer -> questions.putIfAbsent(Words.fold(answer.word()), step))));
        return flows.from(CommandEndpoint.class).flatMap(flow -> keywords(flow).flatMap(word -> Stream.ofNullable(questions.get(word.folded()))
                .map(question -> flow.warning("the keyword " + word.word() + " is also an answer to " + question.name() + " ("
                        + question.place() + "), and while that is open the answer wins; choose another word"))));
    }

    private static Stream<Keyword> keywords(Flow flow) {
        CommandEndpoint command = (CommandEndpoint) flow.from();
        return command.isReserved() || command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE) ? Stream.empty() : command.words().stream();
    }
}
