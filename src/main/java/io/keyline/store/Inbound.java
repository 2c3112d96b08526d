package io.keyline.store;

import java.time.Instant;

/**
 * A customer's message as it is stored.
 *
 * @param state  RECEIVED while it is to be handled, otherwise final
 * @param reason why it is IGNORED or DEAD, or what is to be known of it; mostly null
 * @param trust  how far its sender is believed
 * @param thread what the channel needs to answer in the same thread, in its own form; null if it needs nothing
 */
public record Inbound(long id, long customerId, String channel, String connection, String customerAddress, String companyAddress,
        String text, String state, String reason, Instant at, long session, long fingerprint, Trust trust, String thread) {

    /** The reason of what a customer writes beyond the limit. */
    public static final String TOO_MANY = "more messages than the limit";

    /** A message of an identified sender, without a thread. */
    public Inbound(long id, long customerId, String channel, String connection, String customerAddress, String companyAddress, String text,
            String state, String reason, Instant at, long session, long fingerprint) {
        this(id, customerId, channel, connection, customerAddress, companyAddress, text, state, reason, at, session, fingerprint,
                Trust.IDENTIFIED, null);
    }

    public Inbound ignored(String why) {
        return closed("IGNORED", why);
    }

    /** The customer is told that they write too much. */
    public Inbound tooMany() {
        return closed("RECEIVED", TOO_MANY);
    }

    public Inbound withText(String words) {
        return new Inbound(id, customerId, channel, connection, customerAddress, companyAddress, words, state, reason, at, session,
                fingerprint, trust, thread);
    }

    public Inbound closed(String end, String why) {
        return new Inbound(id, customerId, channel, connection, customerAddress, companyAddress, text, end, why, at, session,
                fingerprint, trust, thread);
    }
}
