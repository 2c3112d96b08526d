package io.keyline.store;

import java.time.Instant;
import java.util.List;

/**
 * All that one turn decided; it is stored as a whole or not at all.
 *
 * @param message   the message that was handled, with its new state and reason
 * @param handledBy the route that handled it, or null
 * @param customer  the customer afterwards
 * @param changed   whether the customer is other than before
 * @param answers   the messages to send
 * @param consent   lines for the consent ledger
 * @param dueAt     while the turn is parked: its deadline; else null
 * @param journal   while the turn is parked: the steps that it has taken
 */
public record Decided(Inbound message, String handledBy, Customer customer, boolean changed, List<Outbound> answers,
        List<ConsentEntry> consent, Instant dueAt, List<Step> journal) {

    /** As this, but without answers: the message is dead. What the customer consented to stays. */
    public Decided dead(String why) {
        return new Decided(message.closed("DEAD", why), handledBy, customer, changed, List.of(), consent, null, List.of());
    }
}
