package io.keyline.dialogue;

import io.keyline.hub.Turn;
import io.keyline.store.Trust;

/**
 * Whether the customer of a turn is believed far enough: by the channel that brought their message, or because they have proved it by a
 * code, in the conversation or in the call that goes on.
 */
final class Access {

    private final Entrances entrances;

    Access(Entrances entrances) {
        this.entrances = entrances;
    }

    /** Whether they may answer this question. A code counts where it was asked for, whoever enters it. */
    boolean admits(Turn turn, Asked asked) {
        if (asked.question().isProof()) {
            return turn.customerAddress().equals(asked.conversation().customerAddress());
        }
        return admits(turn, entrances.access(asked.conversation().route()), asked.conversation().id());
    }

    /** @param conversation in which it may have been proved; 0 for a new one */
    static boolean admits(Turn turn, Trust needed, long conversation) {
        return turn.trust().reaches(needed) || turn.isProved(conversation);
    }
}
