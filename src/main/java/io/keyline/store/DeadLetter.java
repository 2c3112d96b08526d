package io.keyline.store;

import java.time.Instant;

/**
 * Work that came to nothing and waits for an operator.
 *
 * @param id         that of the message, conversation or quarantined arrival; of what came by a broker one of its own
 * @param state      OPEN or REPLAYING, or for good REPLAYED or DROPPED
 * @param reason     why it died last
 * @param attempts   how often it was tried, in all
 * @param customerId whose it is, 0 if nobody knows
 * @param source     the broker's name for it, or null
 * @param origin     the queue or topic where it came from, or null
 * @param payload    sealed: what came and is kept nowhere else, or what it is to be instead; or null
 * @param edited     whether an operator has changed it
 * @param firstAt    when it died for the first time
 * @param replayId   the replay that it belongs to or belonged to, 0 for none
 */
public record DeadLetter(long id, Death.Kind kind, String state, String reason, int attempts, long customerId, String source, String origin,
        String payload, boolean edited, Instant firstAt, Instant lastAt, long replayId) {

    /** What was done to it. @param note null if there is nothing more to say */
    public record Event(Instant at, String who, String action, String note) {
    }

    /** Letters that go again one after another. @param rate letters a second */
    public record Replay(long id, String who, String why, double rate, boolean evenIfOld) {
    }

    public boolean isOpen() {
        return state.equals("OPEN");
    }
}
