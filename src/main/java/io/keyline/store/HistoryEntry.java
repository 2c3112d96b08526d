package io.keyline.store;

import java.time.Instant;

/**
 * One line of a customer's contact history.
 *
 * @param kind    in, out (messages), consent (the ledger) or work (what employees did)
 * @param channel null for work
 * @param address the customer's, of a message; else null
 * @param text    of the message; the words of consent; the note of an employee
 * @param state   of the message; what was done to consent or to the item
 * @param detail  why a message is in its state; the rule by which consent was understood; the item's queue
 * @param by      the route that handled a message, or the employee; else null
 * @param itemId  of work: the item, else 0
 */
public record HistoryEntry(long id, Instant at, String kind, String channel, String address, String text, String state, String detail,
        String by, long itemId) {
}
