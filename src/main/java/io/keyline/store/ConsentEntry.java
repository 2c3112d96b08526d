package io.keyline.store;

/**
 * One line of the consent ledger.
 *
 * @param id     made once, so that a line that is written again changes nothing
 * @param action OPT_OUT, OPT_IN or POSSIBLE_OPT_OUT
 * @param topic  what it is about; {@code *} is all
 * @param channel where it was said
 * @param words  what the customer wrote
 * @param rule   the rule by which it was understood
 */
public record ConsentEntry(long id, String action, String topic, String channel, String words, String rule) {
}
