package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import io.keyline.store.Trust;
import java.util.Map;

/**
 * A customer who is not believed far enough answers a question, or calls while one is open: they prove by a code who they are, and are
 * asked again. Until then they do not hear what was asked.
 *
 * @param asked the question; null where a conversation goes on
 */
record Proving(Asked asked, Access access, Proof proof) implements Handler {

    @Override
    public String name() {
        return Conversation.PROVING;
    }

    @Override
    public void handle(Turn turn, Runnable done) {
        if (turn.conversation() == null) {
            turn.begins(name(), Map.of("for", String.valueOf(asked.conversation().id())));
            proof.ask(turn);
        } else if (proof.passes(turn, Trust.VERIFIED)) {
            Asked.open(turn).stream().filter(open -> isMeant(turn, open)).findFirst()
                    .ifPresent(open -> turn.say(open.question().prompt(turn.channel()), Menus.of(open.question().expected())));
        }
        done.run();
    }

    private boolean isMeant(Turn turn, Asked open) {
        return access.admits(turn, open);
    }
}
