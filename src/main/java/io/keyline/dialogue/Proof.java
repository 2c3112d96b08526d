package io.keyline.dialogue;

import io.keyline.hub.Turn;
import io.keyline.identity.OneTimeCodes;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.language.Expected;
import io.keyline.store.Conversation.State;
import io.keyline.store.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The hidden question before a route: who is not believed far enough gets a code at the address on file, and the route begins with it.
 * It waits as every question does: in the journal, across restarts, and STOP ends it.
 */
public final class Proof {

    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int TRIES = 5;

    private final Supplier<OneTimeCodes> codes;
    private final Voice voice;

    /** @param codes asked for when they are needed, for they need the hub, which needs this */
    public Proof(Supplier<OneTimeCodes> codes, Voice voice) {
        this.codes = codes;
        this.voice = voice;
    }

    /**
     * To be asked before the route of a turn runs. Where it may not, the turn has decided all that is to be decided.
     *
     * @param needed how far the customer must be believed
     */
    public boolean passes(Turn turn, Trust needed) {
        if (turn.conversation() == null) {
            if (Access.admits(turn, needed, 0)) {
                return true;
            }
            ask(turn);
            return false;
        }
        boolean waitsForCode = turn.conversation().state() == State.ASKED
                && Question.readable(turn.conversation().question()).filter(Question::isProof).isPresent();
        return !waitsForCode || goesOn(turn, Question.read(turn.conversation().question()));
    }

    /** Sends a code, and waits for it. */
    void ask(Turn turn) {
        String to = turn.customerAddress();
        String channel = OneTimeCodes.channel(to);
        boolean comesHere = channel.equals(turn.channel());
        OneTimeCodes.Issued issued = codes.get().issue(new Wish(to, purpose(turn), null, turn.stepKey()), code -> voice.say("access.message", turn,
                Map.of("code", code, "where", comesHere ? "here" : "there")));
        switch (issued) {
            case IMPOSSIBLE -> turn.say(voice.say("access.impossible", turn, Map.of()));
            case TOO_OFTEN -> turn.say(voice.say("access.too-often", turn, Map.of()));
            case SENT -> {
                Expected pin = Expected.of(Expected.Kind.PIN);
                String prompt = voice.say(Question.PROOF, turn, Map.of("by", channel));
                if (!comesHere) {
                    turn.say(prompt, Menus.of(pin)); // else the message that brings the code says it
                }
                Instant deadline = turn.now().plus(WITHIN);
                wait(turn, new Question(Question.PROOF, prompt, pin, List.of(), 0, 0, List.of(), 0, deadline.toEpochMilli(), "dialogues", 0,
                        null, null), deadline);
            }
        }
    }

    private static String purpose(Turn turn) {
        String key = turn.stepKey();
        return "access " + key.substring(0, key.indexOf('-'));
    }

    private static void wait(Turn turn, Question question, Instant deadline) {
        turn.asked(deadline, true);
        turn.park(State.ASKED, question.json(), deadline, deadline);
    }

    private boolean goesOn(Turn turn, Question question) {
        switch (turn.stimulus().kind()) {
            case ANSWER -> {
                if (isRight(turn)) {
                    turn.proved();
                    return true;
                }
                wrong(turn, question);
            }
            case NOT_UNDERSTOOD -> wrong(turn, question);
            case REPEAT -> {
                turn.say(question.prompt(), Menus.of(question.expected()));
                wait(turn, question, turn.conversation().deadline());
            }
            case NO_ANSWER -> turn.because("no code came in time");
            case NONE, MORE, REMIND, ASK_AGAIN -> wait(turn, question, turn.conversation().deadline());
        }
        return false;
    }

    private boolean isRight(Turn turn) {
        return turn.message() != null && codes.get().redeem(turn.conversation().customerAddress(), purpose(turn),
                String.valueOf(turn.stimulus().answer()), String.valueOf(turn.message().id()));
    }

    private void wrong(Turn turn, Question question) {
        Question tried = question.triedAgain();
        if (tried.tries() >= TRIES) {
            turn.say(voice.say("access.wrong", turn, Map.of()));
            turn.because("no right code in " + TRIES + " tries");
            return;
        }
        turn.say(voice.say("access.code.again", turn, Map.of()), Menus.of(question.expected()));
        wait(turn, tried, turn.conversation().deadline());
    }
}
