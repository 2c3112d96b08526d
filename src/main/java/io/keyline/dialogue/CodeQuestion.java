package io.keyline.dialogue;

import io.keyline.hub.Turn;
import io.keyline.identity.OneTimeCodes;
import io.keyline.identity.OneTimeCodes.Issued;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.language.Expected;
import io.keyline.store.Conversation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The question for a one-time code that was sent to an address. It waits as every question does: in the journal, across restarts, and STOP
 * ends it. The code itself is kept nowhere in clear.
 */
public final class CodeQuestion {

    /** What became of it in a turn. */
    public enum Outcome {
        /** It waits for the code, or for the right one. */
        WAITS,
        RIGHT,
        /** No right code came; the customer has been told. */
        GIVEN_UP
    }

    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int TRIES = 5;
    private static final int DIGITS = 6;

    private final Supplier<OneTimeCodes> codes;
    private final Voice voice;

    /** @param codes asked for when they are needed, for they need the hub, which needs this */
    public CodeQuestion(Supplier<OneTimeCodes> codes, Voice voice) {
        this.codes = codes;
        this.voice = voice;
    }

    /** Sends the code, and waits for it. @param text the key of the question */
    public Issued ask(Turn turn, Wish wish, String text) {
        String channel = OneTimeCodes.channel(wish.address());
        boolean comesHere = wish.address().equals(turn.customerAddress()) && channel.equals(turn.channel());
        Issued issued = codes.get().issue(wish, code -> voice.say("access.message", turn, Map.of("code", code, "where", comesHere ? "here" : "there")));
        if (issued == Issued.SENT) {
            Expected pin = Expected.of(Expected.Kind.PIN);
            String prompt = voice.say(text, turn, Map.of("by", channel, "address", wish.address()));
            if (!comesHere) {
                turn.say(prompt, Menus.of(pin)); // else the message that brings the code says it
            }
            Instant deadline = turn.now().plus(WITHIN);
            wait(turn, new Question(text, prompt, null, pin, List.of(), 0, 0, List.of(), 0, deadline.toEpochMilli(), "dialogues", 0, null, null), deadline);
        }
        return issued;
    }

    private static void wait(Turn turn, Question question, Instant deadline) {
        turn.questions().asked(deadline, true);
        turn.park(State.ASKED, question.json(), deadline, deadline);
    }

    /** Goes on where {@link #ask} has waited. */
    public Outcome goOn(Turn turn, String address, String purpose) {
        Question question = Question.read(turn.conversation().question());
        return switch (turn.stimulus().kind()) {
            case ANSWER -> isRight(turn, address, purpose) ? Outcome.RIGHT : wrong(turn, question);
            case NOT_UNDERSTOOD -> wrong(turn, question);
            case REPEAT -> {
                turn.say(question.prompt(), Menus.of(question.expected()));
                yield waits(turn, question);
            }
            case NO_ANSWER -> {
                turn.because("no code came in time");
                yield Outcome.GIVEN_UP;
            }
            case NONE, MORE, REMIND, ASK_AGAIN -> waits(turn, question);
        };
    }

    private Outcome waits(Turn turn, Question question) {
        wait(turn, question, turn.conversation().deadline());
        return Outcome.WAITS;
    }

    private boolean isRight(Turn turn, String address, String purpose) {
        String code = String.valueOf(turn.stimulus().answer());
        return turn.message() != null && code.length() == DIGITS
                && codes.get().redeem(address, purpose, code, String.valueOf(turn.message().id()));
    }

    private Outcome wrong(Turn turn, Question question) {
        Question tried = question.triedAgain();
        if (tried.tries() >= TRIES) {
            turn.say(voice.say("access.wrong", turn, Map.of()));
            turn.because("no right code in " + TRIES + " tries");
            return Outcome.GIVEN_UP;
        }
        turn.say(voice.say("access.code.again", turn, Map.of()), Menus.of(question.expected()));
        return waits(turn, tried);
    }
}
