package io.keyline.worklist;

/** The border to what runs conversations. */
public interface Waking {

    /** A conversation has something to do, and it is committed. Not to be waited for. */
    void wake(long conversationId, String customerAddress);
}
