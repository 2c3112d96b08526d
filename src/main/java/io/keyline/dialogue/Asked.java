package io.keyline.dialogue;

import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import io.keyline.store.Conversation.State;
import java.util.List;

/** A conversation and the question at which it waits, or waited. */
record Asked(Conversation conversation, Question question) {

    /** The open questions of a turn's customer, the newest first. */
    static List<Asked> open(Turn turn) {
        return all(turn).stream().filter(asked -> asked.conversation.state() == State.ASKED).toList();
    }

    /** Those whose answer comes too late, or that an employee has, the newest first. */
    static List<Asked> late(Turn turn) {
        return all(turn).stream().filter(asked -> asked.conversation.state() != State.ASKED
                && asked.question.lateUntil() > turn.now().toEpochMilli()).toList();
    }

    private static List<Asked> all(Turn turn) {
        return turn.questions().waiting().stream().flatMap(conversation -> Question.readable(conversation.question()).stream()
                .map(question -> new Asked(conversation, question))).toList();
    }

    void with(Turn turn, Question changed) {
        turn.questions().change(conversation.withQuestion(changed.json()));
    }
}
