package io.keyline.consent;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.ProviderReply;
import io.keyline.hub.Turn;
import io.keyline.language.Words;
import java.util.Optional;
import java.util.function.Function;

/**
 * Understands the words of consent before anything else gets to see the message: STOP means stop, whatever question is open
 * and whatever keywords there are.
 */
public final class ReservedInterpreter implements Interpreter {

    private static final String YES = "yes";

    /** STOP means stop also while the route that confirms it is not there. */
    private static final Handler WITHOUT_ROUTE = new Handler() {
        @Override
        public String name() {
            return "stop-without-route";
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            turn.consent().optOut(turn.rule());
            turn.ignore("opted out; no route confirms it");
            done.run();
        }
    };

    /** The provider has said to the customer what there is to say. */
    private record Replied(ProviderReply reply) implements Handler {

        @Override
        public String name() {
            return "provider-replied";
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            switch (reply) {
                case STOP -> turn.consent().optOut(name());
                case START -> turn.consent().optIn(name());
                case HELP -> {
                }
            }
            turn.ignore("the provider has replied: " + reply);
            done.run();
        }
    }

    private final Function<String, Optional<Handler>> commands;

    private final boolean beforeQuestions;

    private ReservedInterpreter(Function<String, Optional<Handler>> commands, boolean beforeQuestions) {
        this.commands = commands;
        this.beforeQuestions = beforeQuestions;
    }

    /**
     * The words that no open question may have.
     *
     * @param commands finds the route of a command by its keyword: STOP, START and HELP are asked for
     */
    public static Interpreter beforeQuestions(Function<String, Optional<Handler>> commands) {
        return new ReservedInterpreter(commands, true);
    }

    /** The words that an open question may offer as answers: CANCEL, YES and the like. */
    public static Interpreter afterQuestions(Function<String, Optional<Handler>> commands) {
        return new ReservedInterpreter(commands, false);
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        Optional<Handler> silent = beforeQuestions && turn.message() != null
                ? ProviderReply.to(turn.channel(), turn.message().thread()).map(Replied::new) : Optional.empty();
        return silent.isPresent() ? silent : read(turn);
    }

    private Optional<Handler> read(Turn turn) {
        Optional<Reading> reading = ReservedWords.read(turn.text());
        if (reading.isEmpty()) {
            return beforeQuestions ? Optional.empty() : optInByYes(turn);
        }
        if (beforeQuestions && ReservedWords.isHardInText(reading.get())) {
            turn.consent().possibleOptOut(reading.get().rule()); // also where the rest of it is the answer to a question
        }
        if (reading.get().beforeOpenQuestion() != beforeQuestions) {
            return Optional.empty();
        }
        return switch (reading.get().kind()) {
            case HARD_OPT_OUT, PHRASE_OPT_OUT, SOFT_OPT_OUT -> command("STOP", turn, reading.get()).or(() -> Optional.of(WITHOUT_ROUTE));
            case HELP -> command("HELP", turn, reading.get());
            case OPT_IN -> command("START", turn, reading.get());
            case POSSIBLE_OPT_OUT -> {
                turn.consent().possibleOptOut(reading.get().rule());
                if (beforeQuestions) {
                    turn.understoodBy(reading.get().rule()); // no answer, whatever yes or no is in it
                }
                yield Optional.empty(); // whoever understands it answers; what is not a reply waits for a person
            }
        };
    }

    /** YES opts in only somebody who is opted out: for everybody else it is a word like others. */
    private Optional<Handler> optInByYes(Turn turn) {
        if (!turn.customer().optedOut() || !Words.fold(turn.text()).equals(Words.fold(YES))) {
            return Optional.empty();
        }
        turn.understoodBy("yes-when-opted-out");
        return commands.apply("START");
    }

    private Optional<Handler> command(String keyword, Turn turn, Reading reading) {
        turn.understoodBy(reading.rule());
        if (reading.language() != null) {
            turn.speaks(reading.language());
        }
        return commands.apply(keyword);
    }
}
