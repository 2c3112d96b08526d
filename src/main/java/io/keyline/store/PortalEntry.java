package io.keyline.store;

import java.time.Instant;

/**
 * A message as its customer reads it at the portal, on whatever channel it went.
 *
 * @param inbound whether the customer wrote it
 * @param state   as it is stored
 * @param menu    what it asks for; null if nothing, or if the text says all there is
 */
public record PortalEntry(long id, Instant at, boolean inbound, String channel, String text, String state, Menu menu) {
}
