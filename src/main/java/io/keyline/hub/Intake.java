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
}
