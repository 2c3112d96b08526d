package io.keyline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param calls         what the turn called, where no journal keeps it
 * @param failedCall    whether it came to nothing at a call to the back office
 */
public record Decided(Inbound message, String handledBy, Customer customer, boolean changed, List<Outbound> answers,
        List<ConsentEntry> consent, long conversation, List<Conversation> conversations, List<Conversation> begun, List<Step> journal,
        List<WorkItem> items, List<Call> calls, boolean failedCall) {

    /**
     * As this, but with no more than can always be stored: the message is dead, its conversation has failed, and an employee gets
     * this item. What the customer consented to stays, unless even that cannot be stored.
     */
    public Decided dead(String why, WorkItem item, boolean withConsent) {
        List<Conversation> failed = conversations.stream().filter(one -> one.id() == conversation && one.version() > 1)
                .map(one -> one.in(Conversation.State.FAILED, why, null, null, null)).toList();
        return new Decided(message == null ? null : message.closed("DEAD", why), handledBy, customer, withConsent && changed, List.of(),
                withConsent ? consent : List.of(), failed.isEmpty() ? 0 : conversation, failed, List.of(), List.of(), List.of(item), calls, failedCall);
    }

    /** What came to nothing by this, if anything did: the conversation that it belongs to, or else the message. */
    public Optional<Death> death() {
        boolean hasFailed = conversations.stream().anyMatch(one -> one.id() == conversation && one.state() == Conversation.State.FAILED);
        boolean isDead = message != null && message.state().equals("DEAD");
        if (!hasFailed && !isDead) {
            return Optional.empty();
        }
        Death.Kind kind = failedCall ? Death.Kind.CALL : isDead ? Death.Kind.MESSAGE : Death.Kind.CONVERSATION;
        return Optional.of(new Death(hasFailed ? conversation : message.id(), kind, why(), customer.id(), Instant.now()));
    }

    private String why() {
        String why = message != null && message.reason() != null ? message.reason() : conversations.stream().filter(one -> one.id() == conversation)
                .map(Conversation::reason).findFirst().orElse(null);
        return why == null ? "failed" : why;
    }
}
