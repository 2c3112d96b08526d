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
 * @param unreadable takes the description of each message that cannot be told to be anybody's reply, by the same rule as late
 */
public record Unclaimed(Consumer<Reply> late, BooleanSupplier kept, Consumer<String> unreadable) {
}
