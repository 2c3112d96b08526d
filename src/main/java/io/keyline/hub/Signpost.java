package io.keyline.hub;

import io.keyline.hub.WayOut.Claim;
import java.util.HashMap;
import java.util.Map;

/**
 * Which way a message goes: of those for the company's number the one with the longest prefix of the customer's; if none of them fits, so of
 * those for all numbers. Asked for each message.
 */
final class Signpost<W> {

    private final Map<String, Map<String, W>> byNumber = new HashMap<>();
    private int longest;

    /** The latest way that claims the same counts. */
    void put(Claim claim, W way) {
        byNumber.computeIfAbsent(claim.number(), none -> new HashMap<>()).put(claim.prefix(), way);
        longest = Math.max(longest, claim.prefix().length());
    }

    /** The way of a message from this number of the company to this customer, or {@code otherwise}. */
    W of(String number, String customer, W otherwise) {
        W way = byPrefix(byNumber.get(number), customer);
        if (way == null) {
            way = byPrefix(byNumber.get(WayOut.ALL), customer);
        }
        return way == null ? otherwise : way;
    }

    private W byPrefix(Map<String, W> ways, String customer) {
        if (ways == null) {
            return null;
        }
        for (int length = Math.min(longest, customer.length()); length >= 0; length--) {
            W way = ways.get(customer.substring(0, length));
            if (way != null) {
                return way;
            }
        }
        return null;
    }
}
