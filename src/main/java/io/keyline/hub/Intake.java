package io.keyline.hub;

import java.util.concurrent.CompletableFuture;

/** Where channels hand over what arrived. */
public interface Intake {

    /**
     * Stores what arrived.
     *
     * @return completes when it is committed, and only then may the channel acknowledge it; fails when it could not be
     *         stored, and the channel tells its provider to try again later
     */
    CompletableFuture<Void> accept(Arrival arrival);

    /**
     * Stores a message of a customer who waits for the answer, on a channel that is live ({@link Channels}). The same message again,
     * by its fingerprint, gets the same answer.
     *
     * @return what they are to be shown; fails when that takes longer than the channel's patience (what is said later goes by SMS),
     *         and with {@link TryLater} when it could not be stored
     */
    CompletableFuture<Live.Answer> ask(Arrival.Text arrival);
}
