package io.keyline.messages;

import java.time.Instant;
import java.util.List;

/**
 * What an operator looks for; null for whatever there is.
 *
 * @param customer an address of theirs; finds what was said at any of them
 * @param words    each is somewhere in the text, in any case
 * @param from     null: the last day, or from the beginning of one customer
 * @param to       before this; null: now
 * @param keyword  the first word of a customer's message
 * @param route    that handled the customer's message, or wrote the company's
 * @param provider the connection that carried it
 * @param before   the page behind this message; 0 for the first one
 */
public record Search(String customer, List<String> words, Instant from, Instant to, String state, String keyword, String route, String provider,
        String channel, Boolean inbound, long before, Shown shown) {
}
