package io.keyline.backoffice;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What becomes of replies that no caller waits for. All of it runs on the thread that receives.
 *
 * @param late       takes each reply without a caller: late, repeated, or to an earlier process. It counts as received after this
 *                   returns; if it throws, it is delivered again. May see a reply more than once
 * @param kept       asked before replies count as received: whether all that their callers, who may wait no more, had to store is stored.
 *                   May wait; where it says no, they are delivered again
 * @param unreadable takes each message that cannot be told to be anybody's reply, by the same rule as late
 */
public record Unclaimed(Consumer<Reply> late, BooleanSupplier kept, Consumer<Unreadable> unreadable) {

    /**
     * What was to be a reply.
     *
     * @param source the broker's name for it, by which it is known again; null if there is none, and whoever sent it knows that it was not taken
     * @param from   the queue or topic where it was
     * @param body   null if it has no text
     * @param reason why nobody can read it
     */
    public record Unreadable(String source, String from, String body, String reason) {
    }

    /** The same for one of several systems, for two brokers may call different things the same. */
    Unclaimed of(String system) {
        return new Unclaimed(late, kept, one -> unreadable.accept(new Unreadable(one.source == null ? null : system + " " + one.source, one.from, one.body,
                one.reason)));
    }
}
