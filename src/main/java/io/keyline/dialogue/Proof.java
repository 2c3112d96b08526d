package io.keyline.dialogue;

import io.keyline.hub.Turn;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.store.Conversation.State;
import io.keyline.store.Trust;
import java.util.Map;

/** The hidden question before a route: who is not believed far enough gets a code at the address on file, and the route begins with it. */
public final class Proof {

    private final CodeQuestion question;
    private final Voice voice;

    public Proof(CodeQuestion question, Voice voice) {
        this.question = question;
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
        if (!waitsForCode) {
            return true;
        }
        boolean right = question.goOn(turn, turn.conversation().customerAddress(), purpose(turn)) == CodeQuestion.Outcome.RIGHT;
        if (right) {
            turn.proved();
        }
        return right;
    }

    /** Sends a code, and waits for it. */
    void ask(Turn turn) {
        switch (question.ask(turn, new Wish(turn.customerAddress(), purpose(turn), null, turn.stepKey()), Question.PROOF)) {
            case IMPOSSIBLE -> turn.say(voice.say("access.impossible", turn, Map.of()));
            case TOO_OFTEN -> turn.say(voice.say("access.too-often", turn, Map.of()));
            case SENT -> { }
        }
    }

    private static String purpose(Turn turn) {
        return "access " + turn.stepKey().split("-")[0];
    }
}
