package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Stimulus;
import io.keyline.hub.Turn;
import io.keyline.language.Expected.Choice;
import io.keyline.language.Expected.Kind;
import io.keyline.language.ShortCode;
import io.keyline.language.Words;
import io.keyline.store.Menu;
import io.keyline.store.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Understands a message as the answer to an open question (consent, section 3; channels, section 7). Of several questions the
 * one is meant that accepts it; if several do, the customer is asked which, once, and then the newest is meant.
 */
public final class Answers implements Interpreter {

    /** A rule for {@link Turn#understoodBy}. */
    static final String WHICH = "which-question";

    private static final int CODE_DIGITS = 6;

    private final QuestionReader reader;
    private final Predicate<String> keywordAlone;
    private final Entrances entrances;
    private final Access access;
    private final Proof proof;
    private final Voice voice;

    /** @param keywordAlone whether a text is a keyword and nothing else, which a question for any text leaves alone */
    public Answers(QuestionReader reader, Predicate<String> keywordAlone, Entrances entrances, Proof proof, Voice voice) {
        this.access = new Access(entrances);
        this.proof = proof;
        entrances.add(new Proving(null, access, proof), Trust.CLAIMED);
        this.reader = reader;
        this.keywordAlone = keywordAlone;
        this.entrances = entrances;
        this.voice = voice;
    }

    @Override
    public Optional<Handler> interpret(Turn turn) {
        if (turn.rule() != null) {
            return Optional.empty(); // it is about consent
        }
        List<Asked> open = open(turn);
        return open.isEmpty() ? toBeProved(turn) : understood(turn, open).or(() -> toBeProved(turn));
    }

    /** The open questions that the customer is believed far enough to answer, the newest first. */
    List<Asked> open(Turn turn) {
        return Asked.open(turn).stream().filter(asked -> access.admits(turn, asked)).toList();
    }

    /** Those whose answer comes too late, as {@link #open}. */
    List<Asked> late(Turn turn) {
        return Asked.late(turn).stream().filter(asked -> access.admits(turn, asked)).toList();
    }

    /** It would be an answer, if it were certain that it is the customer's. */
    private Optional<Handler> toBeProved(Turn turn) {
        return Asked.open(turn).stream().filter(asked -> !access.admits(turn, asked) && !asked.question().isProof() && accepts(turn, asked))
                .findFirst().map(this::proving);
    }

    /** The customer proves who they are before they are asked this again. */
    Handler proving(Asked asked) {
        return new Proving(asked, access, proof);
    }

    private Optional<Handler> understood(Turn turn, List<Asked> open) {
        boolean askedWhich = open.stream().anyMatch(asked -> asked.question().which() > 0);
        if (askedWhich) {
            open.forEach(asked -> asked.with(turn, asked.question().askedWhich(0, null)));
            Optional<Handler> chosen = chosen(turn, open);
            if (chosen.isPresent()) {
                return chosen;
            }
        }
        return meant(turn, open, askedWhich);
    }

    /** The customer was asked which question they meant, and says so by its number. */
    private Optional<Handler> chosen(Turn turn, List<Asked> open) {
        String number = Words.fold(turn.text());
        return open.stream().filter(asked -> asked.question().which() > 0 && Integer.toString(asked.question().which()).equals(number))
                .findFirst().flatMap(asked -> value(turn, asked, turn.opened(asked.question().held())).map(value -> answered(turn, asked, value)));
    }

    private Optional<Handler> meant(Turn turn, List<Asked> open, boolean askedWhich) {
        List<Asked> accepting = mostExact(turn, open.stream().filter(asked -> accepts(turn, asked)).toList());
        if (accepting.isEmpty()) {
            return Optional.empty();
        }
        if (accepting.size() > 1 && !askedWhich) {
            return Optional.of(new Which(accepting, voice));
        }
        Asked asked = accepting.getFirst();
        if (wantsMore(turn, asked)) {
            return Optional.of(goOn(turn, asked, Stimulus.of(Stimulus.Kind.MORE)));
        }
        return value(turn, asked, turn.text()).map(value -> answered(turn, asked, value));
    }

    /** A question for any text accepts everything: it is meant only where no other one is. But 1a may be a short code or a house. */
    private static List<Asked> mostExact(Turn turn, List<Asked> accepting) {
        List<Asked> proofs = accepting.stream().filter(asked -> asked.question().isProof()).toList();
        if (!proofs.isEmpty()) {
            return proofs.subList(0, 1); // six digits that were sent a moment ago: they are no amount
        }
        if (ShortCode.read(turn.text()).isPresent()) {
            return accepting;
        }
        List<Asked> exact = accepting.stream().filter(asked -> asked.question().expected().kind() != Kind.TEXT).toList();
        return exact.isEmpty() ? accepting : exact;
    }

    private boolean accepts(Turn turn, Asked asked) {
        if (asked.question().expected().kind() == Kind.TEXT && keywordAlone.test(turn.text())) {
            return false;
        }
        return wantsMore(turn, asked) || value(turn, asked, turn.text()).isPresent();
    }

    private static boolean wantsMore(Turn turn, Asked asked) {
        String words = Words.fold(turn.text());
        return asked.question().more().stream().anyMatch(more -> Words.fold(more).equals(words));
    }

    private Optional<Object> value(Turn turn, Asked asked, String text) {
        if (asked.question().isProof()) {
            return read(turn, asked, text).filter(code -> code.toString().length() == CODE_DIGITS);
        }
        return coded(asked.question(), text).or(() -> read(turn, asked, text));
    }

    /** A short code, {@code 1a}: question 1, its first choice. To a question for any text it may be the number of a house. */
    private static Optional<Object> coded(Question question, String text) {
        List<Choice> choices = question.expected().choices();
        return ShortCode.read(text).filter(code -> code.question() == question.number() && code.choice() < choices.size())
                .map(code -> choices.get(code.choice()).name());
    }

    Optional<Object> read(Turn turn, Asked asked, String text) {
        return reader.read(asked.question(), text, turn.customer().language(), turn.now());
    }

    private Handler answered(Turn turn, Asked asked, Object value) {
        boolean othersAreSecret = Stream.concat(Asked.open(turn).stream(), Asked.late(turn).stream())
                .anyMatch(other -> other.conversation().id() != asked.conversation().id() && other.question().isSecret());
        if (!othersAreSecret && !asked.question().isSecret()) {
            turn.questions().noSecretAsked();
        }
        return goOn(turn, asked, Stimulus.answer(value));
    }

    Handler goOn(Turn turn, Asked asked, Stimulus why) {
        turn.goOn(asked.conversation(), why);
        return entrances.of(asked.conversation(), voice);
    }

    /** Asks which of several questions was meant. */
    private record Which(List<Asked> accepting, Voice voice) implements Handler {

        @Override
        public String name() {
            return WHICH;
        }

        @Override
        public void handle(Turn turn, Runnable done) {
            StringBuilder list = new StringBuilder();
            List<Menu.Item> items = new ArrayList<>();
            int place = 0;
            for (Asked asked : accepting) {
                place++;
                list.append(place > 1 ? "\n" : "").append(place).append(' ').append(asked.question().prompt(turn.channel()));
                items.add(new Menu.Item(String.valueOf(place), asked.question().prompt(turn.channel())));
                asked.with(turn, asked.question().askedWhich(place, turn.stored()));
            }
            turn.understoodBy(WHICH);
            turn.say(voice.say("dialogue.which", turn, Map.of("list", list.toString())), new Menu("choice", items));
            done.run();
        }
    }
}
