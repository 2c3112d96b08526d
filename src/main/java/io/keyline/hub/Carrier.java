package io.keyline.hub;

/** The way out of a channel: an {@code outbound:} route. */
public interface Carrier {

    /**
     * Sends a message; returns when its outcome is known. May be called by as many threads as the channel's window allows.
     *
     * @throws SendException when it did not go out, or may not have
     */
    void carry(Outgoing message) throws SendException;
}
