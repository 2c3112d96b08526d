package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Stimulus;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import java.util.Map;
import java.util.Optional;

/** What is to be done for a conversation whose time has come: begin, go on with a result, remind, or give up. */
public final class Due implements Interpreter {

    private final QuestionReader reader;
    private final Entrances entrances;
    private final Voice voice;

    public Due(QuestionReader reader, Entrances entrances, Voice voice) {
        this.reader = reader;
        this.entrances = entrances;
        this.voice = voice;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        Conversation conversation = turn.conversation();
        turn.questions().waiting(); // read now: a database that fails here is asked again, one that fails within the route ends it
        try {
            turn.goOn(conversation, stimulus(turn, conversation));
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(new Broken(conversation.route(), unreadable.getMessage(), voice));
        }
        return Optional.of(entrances.of(conversation, voice));
    }

    private Stimulus stimulus(Turn turn, Conversation conversation) {
        if (conversation.state() != Conversation.State.ASKED) {
            return Stimulus.of(Stimulus.Kind.NONE);
        }
        Question question = Question.read(conversation.question());
        if (question.given() != null) {
            return given(turn, question);
        }
        if (conversation.deadline() != null && !turn.now().isBefore(conversation.deadline())) {
            return Stimulus.of(Stimulus.Kind.NO_ANSWER);
        }
        return Stimulus.of(question.isReminderDue(turn.now()) ? Stimulus.Kind.REMIND : Stimulus.Kind.NONE);
    }

    private Stimulus given(Turn turn, Question question) {
        String text = question.given().text();
        return text == null ? Stimulus.of(Stimulus.Kind.ASK_AGAIN)
                : reader.read(question, text, turn.customer().language(), turn.now()).map(Stimulus::answer)
                        .orElse(Stimulus.of(Stimulus.Kind.ASK_AGAIN));
    }

    /** What was kept of the conversation cannot be read. */
    private record Broken(String name, String why, Voice voice) implements Handler {

        @Override
        public void handle(Turn turn, Runnable done) {
            turn.fail(voice.say("dialogue.changed", turn, Map.of()), "the conversation cannot go on: " + why);
            done.run();
        }
    }
}
