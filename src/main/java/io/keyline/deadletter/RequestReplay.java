package io.keyline.deadletter;

import io.keyline.store.DeadLetter;
import org.jdbi.v3.core.Handle;

/** A request that the back office gave back goes again with the message or conversation that asked, and by nothing else. */
final class RequestReplay implements Replay {

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        return new Outcome.Refused("replay the letter of the kind call that came of it: it asks again, with the same key; then drop this one");
    }
}
