package io.keyline.store;

import java.time.Instant;

/**
 * An item of the work list as it stands.
 *
 * @param conversationId the conversation that waits for it, 0 for none
 * @param messageId      the message that led to it, 0 for none
 * @param address        where the customer was when it was opened, or null
 * @param state          OPEN, CLAIMED or CLOSED
 * @param claimedBy      who has it, or had it when it was closed; else null
 * @param outcome        how it was closed, else null
 */
public record Work(long id, String queue, String reason, long customerId, long conversationId, long messageId, String address,
        String state, String claimedBy, Instant claimedAt, Instant openedAt, Instant closedAt, String outcome) {

    public boolean isClosed() {
        return "CLOSED".equals(state);
    }

    public boolean isOpen() {
        return "OPEN".equals(state);
    }
}
