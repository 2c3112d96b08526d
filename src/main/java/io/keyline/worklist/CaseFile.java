package io.keyline.worklist;

import io.keyline.store.Conversation;
import io.keyline.store.Customer;
import io.keyline.store.HistoryEntry;
import io.keyline.store.Step;
import io.keyline.store.Work;
import java.util.List;

/**
 * What an employee reads before they act. What was sealed is hidden throughout.
 *
 * @param addresses    all addresses of the customer
 * @param conversation that waits for the item, or null
 * @param steps        what its route has done so far
 * @param history      of the customer on all channels, the latest last
 * @param earlier      the id before which there is more history; 0 if this is all
 */
public record CaseFile(Work work, Customer customer, List<String> addresses, Conversation conversation, List<Step> steps,
        List<HistoryEntry> history, long earlier) {
}
