package io.keyline.deadletter;

import io.keyline.store.DeadLetter;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How letters of a kind go again. */
interface Replay {

    /**
     * Lets a letter go again, or says why not. What is to be done before the commit is done in the transaction; it must do no harm if that
     * is not committed and the letter comes here once more.
     *
     * @param order whose letter it is, with what the operator wants
     */
    Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order);

    /** Checks what an operator puts in the place of what the letter holds. */
    default void accept(Handle handle, DeadLetter letter, Edit edit) throws RefusedEditException {
        throw new RefusedEditException("nothing of a letter of the kind " + Kinds.name(letter.kind()) + " can be edited");
    }

    /**
     * What the letter is about, for those who would replay it, in clear; empty if nothing may be shown.
     *
     * @param payload what the letter itself holds, or null
     */
    default Optional<String> shown(Handle handle, DeadLetter letter, String payload) {
        return Optional.ofNullable(payload);
    }
}
