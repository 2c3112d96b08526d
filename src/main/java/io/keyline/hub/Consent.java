package io.keyline.hub;

import io.keyline.store.ConsentEntry;
import io.keyline.store.Customer;
import io.keyline.store.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the customer agrees to in a turn, with the evidence: the words, the channel, and the rule by which they were understood. */
public final class Consent {

    private static final String ALL = "*";

    private final Turn turn;
    private final List<ConsentEntry> entries = new ArrayList<>();
    private final boolean optedOutBefore;
    private boolean possibleOptOut;

    Consent(Turn turn) {
        this.turn = turn;
        this.optedOutBefore = turn.customer().optedOut();
    }

    /** The customer wants no further messages. Returns false if they had said so before. */
    public boolean optOut(String rule) {
        return change("OPT_OUT", rule, turn.customer().withConsent(true, false));
    }

    /** The customer wants messages again. Returns false if nothing was in the way. */
    public boolean optIn(String rule) {
        return change("OPT_IN", rule, turn.customer().withConsent(false, false));
    }

    /** The customer may have meant STOP: until a person has read it, nothing but replies goes to them. */
    public void possibleOptOut(String rule) {
        possibleOptOut = true;
        Customer after = turn.customer().withConsent(turn.customer().optedOut(), true);
        if (!after.equals(turn.customer())) {
            enter("POSSIBLE_OPT_OUT", rule);
            turn.becomes(after);
            turn.handOver("consent", "possible opt-out: " + rule);
        }
    }

    /** Whether the customer may have meant STOP in this turn. */
    public boolean isPossibleOptOut() {
        return possibleOptOut;
    }

    /** Whether the customer opted out in this turn. */
    public boolean isOptOut() {
        return turn.customer().optedOut() && !optedOutBefore;
    }

    private boolean change(String action, String rule, Customer after) {
        Optional<Step> earlier = turn.steps().begin("consent " + action);
        if (earlier.isPresent()) {
            return Boolean.parseBoolean(earlier.get().result());
        }
        boolean changes = !after.equals(turn.customer());
        turn.steps().result(String.valueOf(changes));
        enter(action, rule);
        turn.becomes(after);
        return changes;
    }

    private void enter(String action, String rule) {
        entries.add(new ConsentEntry(turn.newId(), action, ALL, turn.channel(), turn.text(), rule));
    }

    /** The lines for the ledger. */
    List<ConsentEntry> entries() {
        return entries;
    }
}
