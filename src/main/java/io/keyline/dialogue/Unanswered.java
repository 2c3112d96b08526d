package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Stimulus;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is neither an answer nor a keyword: the newest open question is asked again. If none is open, it may be an answer that
 * comes too late: an employee gets it with its context, and the customer is told.
 */
public final class Unanswered implements Interpreter {

    private final Answers answers;
    private final Voice voice;

    public Unanswered(Answers answers, Voice voice) {
        this.answers = answers;
        this.voice = voice;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        if (turn.rule() != null) {
            return Optional.empty(); // it is about consent
        }
        List<Asked> open = answers.open(turn);
        if (!open.isEmpty()) {
            return Optional.of(answers.goOn(turn, open.getFirst(), Stimulus.notUnderstood(turn.text())));
        }
        return answers.late(turn).stream().filter(asked -> isWithEmployee(asked) || answers.read(turn, asked, turn.text()).isPresent())
                .findFirst().map(asked -> new Late(asked, voice));
    }

    private static boolean isWithEmployee(Asked asked) {
        return asked.conversation().state() == State.HANDED;
    }

    private record Late(Asked asked, Voice voice) implements Handler {

        @Override
        public String name() {
            return "late-answer";
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            Question question = asked.question();
            String words = question.isSecret() || turn.isSealed() ? "" : ": " + turn.text();
            if (isWithEmployee(asked)) {
                turn.handOver(question.queue(), "the customer writes about " + question.text() + words, asked.conversation().id());
                turn.say(voice.say("dialogue.with-employee", turn, Map.of()));
            } else {
                turn.questions().change(asked.conversation().withQuestion(null));
                turn.handOver(question.queue(), "late answer to " + question.text() + words, asked.conversation().id());
                turn.say(voice.say("dialogue.too-late", turn, Map.of("question", question.prompt())));
            }
            done.run();
        }
    }
}
