package io.keyline.hub;

import java.util.Map;
import java.util.Set;

/**
 * What an event begins: a dialogue with one customer.
 *
 * @param key      the same key begins the same dialogue once; null for none
 * @param channel  null: the one that suits the customer
 * @param channels on which it may begin; empty for all
 * @param address  one of the customer's
 * @param sender   the number or name that the customer sees
 * @param language of the customer, used if nothing is known of it; or null
 * @param data     what the route knows by name
 */
public record Beginning(String key, String channel, Set<String> channels, String address, String sender, String language, Map<String, Object> data) {
}
