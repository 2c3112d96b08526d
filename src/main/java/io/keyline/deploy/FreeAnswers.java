package io.keyline.deploy;

import io.keyline.deploy.ChoiceWords.Answer;
import io.keyline.deploy.Problem.Severity;
import io.keyline.deploy.Reserved.Verdict;
import io.keyline.route.AskEndpoint;
import java.util.stream.Stream;

/**
 * No question offers a word that opts customers out or in, or asks for help: the carrier may take it before we do, and a customer
 * who means to stop must be understood.
 */
record FreeAnswers(ChoiceWords words, Reserved reserved) implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.steps().stream().flatMap(step -> step.endpoint(AskEndpoint.class)
                .flatMap(ask -> words.of(ask).stream().flatMap(answer -> problem(step, answer))));
    }

    private Stream<Problem> problem(Step step, Answer answer) {
        boolean managed = ChoiceWords.BUILT_IN.contains(answer.choice()) && Reserved.isYesOrNo(answer.word());
        if (managed && !reserved.byProvider()) {
            return Stream.empty();
        }
        return reserved.judge(answer.word()).stream().map(verdict -> step.problem(verdict.severity(), message(answer, verdict, managed)));
    }

    private static String message(Answer answer, Verdict verdict, boolean managed) {
        String what = "the answer " + answer.word() + " (choice." + answer.choice() + " in " + answer.language() + ")";
        if (managed) {
            return what + " is not safe with a provider that handles opt-out itself: " + verdict.reason()
                    + "; let the text ask for 1 or 2, which always count";
        }
        String way = "choose another word; for a yes or a no write choices=yes,no, whose words and numbers count in every language";
        return what + (verdict.severity() == Severity.ERROR ? " is reserved: " : " may be taken by the carrier: ") + verdict.reason() + "; " + way;
    }
}
