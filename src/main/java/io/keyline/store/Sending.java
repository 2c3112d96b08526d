package io.keyline.store;

import java.time.Instant;
import java.util.List;

/**
 * A change of a message on its way out.
 *
 * @param messageId the message
 * @param state     its new state, or null if only parts were sent
 * @param reason    why, for every state that is not the good one
 * @param dueAt     when something has to happen next, or null
 * @param parts     the parts that were accepted
 * @param delays    why it left later than it could have
 * @param unknownAddress the provider's code, if it was refused because nobody has its address; else null
 */
public record Sending(long messageId, String state, String reason, int attempts, Instant dueAt, List<SentPart> parts, List<Delay> delays,
        String unknownAddress) {

    /** Of a message that was not refused for its address. */
    public Sending(long messageId, String state, String reason, int attempts, Instant dueAt, List<SentPart> parts, List<Delay> delays) {
        this(messageId, state, reason, attempts, dueAt, parts, delays, null);
    }

    /** Of a message that nothing delayed. */
    public Sending(long messageId, String state, String reason, int attempts, Instant dueAt, List<SentPart> parts) {
        this(messageId, state, reason, attempts, dueAt, parts, List.of());
    }

    /** Whether the customer does not get it. */
    boolean isDead() {
        return "DEAD".equals(state) || "EXPIRED".equals(state);
    }
}
