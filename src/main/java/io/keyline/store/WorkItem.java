package io.keyline.store;

import java.time.Instant;

/**
 * Something that an employee has to settle, as a turn opens it.
 *
 * @param conversationId the conversation that waits for it, 0 for none
 * @param messageId      the message that led to it, 0 for none
 */
public record WorkItem(long id, String queue, String reason, long customerId, long conversationId, long messageId, Instant openedAt) {
}
