package io.keyline.store;

/** A part that a provider has accepted, as it is stored. */
public record SentPart(long messageId, int number, int total, int reference, String connection, String providerId) {
}
