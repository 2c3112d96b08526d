package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Stimulus;
import io.keyline.hub.Turn;
import io.keyline.store.Menu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Understands that the customer is here and has said nothing yet: they dialled, called, or opened a chat. What is open is asked again;
 * else they are shown what they can do here.
 */
public final class Welcome implements Interpreter {

    private static final String NAME = "welcome";

    private final Answers answers;
    private final BiFunction<Turn, Voice, List<Menu.Item>> commands;
    private final Voice voice;

    /** @param commands what the customer of a turn may use on the channel that they are on */
    public Welcome(Answers answers, BiFunction<Turn, Voice, List<Menu.Item>> commands, Voice voice) {
        this.answers = answers;
        this.commands = commands;
        this.voice = voice;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        if (turn.message() == null || !turn.text().isEmpty()) {
            return Optional.empty();
        }
        return answers.open(turn).stream().findFirst()
                .map(asked -> answers.goOn(turn, asked, Stimulus.of(Stimulus.Kind.REPEAT)))
                .or(() -> Asked.open(turn).stream().filter(asked -> !asked.question().isProof()).findFirst().map(answers::proving))
                .or(() -> Optional.of(new Greeting(commands.apply(turn, voice), voice)));
    }

    private record Greeting(List<Menu.Item> commands, Voice voice) implements Handler {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            turn.say(voice.say("welcome", turn, Map.of()), new Menu(Menu.COMMAND, commands));
            done.run();
        }
    }
}
