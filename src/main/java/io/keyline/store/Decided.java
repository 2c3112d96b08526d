package io.keyline.store;

import java.util.List;

/**
 * All that one turn decided; it is stored as a whole or not at all.
 *
 * @param message       the message that was handled, with its new state and reason; null if a time or a result was handled
 * @param handledBy     the route that handled it, or null
 * @param customer      the customer afterwards
 * @param changed       whether the customer is other than before
 * @param answers       the messages to send
 * @param consent       lines for the consent ledger
 * @param conversation  the conversation that the turn belongs to, 0 for none
 * @param conversations those that change; of each the version is one more than the one that was read
 * @param begun         those that events of this turn begin, if their key is new
 * @param journal       the steps that were taken, while the conversation goes on
 * @param items         what employees have to settle
 */
public record Decided(Inbound message, String handledBy, Customer customer, boolean changed, List<Outbound> answers,
        List<ConsentEntry> consent, long conversation, List<Conversation> conversations, List<Conversation> begun, List<Step> journal,
        List<WorkItem> items) {

    /** As this, but without answers: the message is dead, its conversation has failed. What the customer consented to stays. */
    public Decided dead(String why) {
        List<Conversation> failed = conversations.stream().filter(one -> one.id() == conversation && one.version() > 1)
                .map(one -> one.in(Conversation.State.FAILED, why, null, null, null)).toList();
        return new Decided(message == null ? null : message.closed("DEAD", why), handledBy, customer, changed, List.of(), consent,
                failed.isEmpty() ? 0 : conversation, failed, List.of(), List.of(), items);
    }
}
