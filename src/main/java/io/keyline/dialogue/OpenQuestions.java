package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Understands nothing by itself, but looks after what is open when a message was about something else: STOP ends what was
 * asked, and who asked for help or used a keyword in the middle is told how to go on.
 */
public final class OpenQuestions implements Interpreter {

    private final Voice voice;
    private final Access access;

    public OpenQuestions(Entrances entrances, Voice voice) {
        this.access = new Access(entrances);
        this.voice = voice;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        if (turn.customer().askedUntil() != null) {
            turn.questions().waiting(); // read now, while a database that fails can be asked again
            turn.atEnd(() -> atEnd(turn));
        }
        return Optional.empty();
    }

    private void atEnd(Turn turn) {
        if (turn.consent().isOptOut()) {
            stop(turn);
        } else if (turn.conversation() == null && !turn.isParked() && turn.isAnswered() && !Answers.WHICH.equals(turn.rule())) {
            Asked.open(turn).stream().filter(asked -> access.admits(turn, asked)).findFirst().ifPresent(asked -> turn.say(
                    voice.say("dialogue.still-open", turn, Map.of("question", asked.question().prompt(turn.channel()))),
                    Menus.of(asked.question().expected())));
        }
        tidy(turn);
    }

    private static void stop(Turn turn) {
        for (Asked asked : Asked.open(turn)) {
            turn.questions().change(asked.conversation().in(State.STOPPED, "the customer opted out", null, null, null));
        }
    }

    /** Where nothing is open and nothing can come late, the next message need not be looked up. */
    static void tidy(Turn turn) {
        List<?> left = turn.questions().waiting();
        if (!left.isEmpty() || turn.isParked() || turn.keepsQuestion()) {
            return;
        }
        if (turn.memory().isSecret()) {
            turn.questions().secretAskedLately();
        } else {
            turn.questions().nothingAsked();
        }
    }
}
