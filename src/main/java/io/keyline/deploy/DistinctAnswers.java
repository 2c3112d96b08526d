package io.keyline.deploy;

import io.keyline.deploy.ChoiceWords.Answer;
import io.keyline.language.Words;
import io.keyline.route.AskEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** One word chooses one thing, and a number is the place in the list. */
record DistinctAnswers(ChoiceWords words) implements Rule {

    private record Place(String language, String folded) {
    }

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.steps().stream().flatMap(step -> step.endpoint(AskEndpoint.class)
                .flatMap(ask -> Stream.concat(numbers(step, ask), shared(step, ask))));
    }

    private Stream<Problem> numbers(Step step, AskEndpoint ask) {
        return words.of(ask).stream().filter(answer -> answer.word().codePoints().allMatch(Character::isDigit))
                .map(answer -> step.error("the word " + answer.word() + " for the choice " + answer.choice()
                        + " is a number, and a number chooses by place; write a word"));
    }

    private Stream<Problem> shared(Step step, AskEndpoint ask) {
        Map<Place, String> taken = new HashMap<>();
        return words.of(ask).stream().flatMap(answer -> shared(step, answer, taken));
    }

    private static Stream<Problem> shared(Step step, Answer answer, Map<Place, String> taken) {
        String other = taken.putIfAbsent(new Place(answer.language(), Words.fold(answer.word())), answer.choice());
        return other == null || other.equals(answer.choice()) ? Stream.empty()
                : Stream.of(step.error("in " + answer.language() + " the word " + answer.word() + " stands for the choices " + other + " and "
                        + answer.choice() + "; give it to one of them"));
    }
}
