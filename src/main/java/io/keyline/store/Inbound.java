package io.keyline.store;

import java.time.Instant;

/**
 * A customer's message as it is stored.
 *
 * @param state  RECEIVED while it is to be handled, otherwise final
 * @param reason why it is IGNORED or DEAD, else null
 */
public record Inbound(long id, long customerId, String channel, String connection, String customerAddress, String companyAddress,
        String text, String state, String reason, Instant at, long session, long fingerprint) {

    public Inbound ignored(String why) {
        return closed("IGNORED", why);
    }

    public Inbound withText(String words) {
        return new Inbound(id, customerId, channel, connection, customerAddress, companyAddress, words, state, reason, at, session,
                fingerprint);
    }

    public Inbound closed(String end, String why) {
        return new Inbound(id, customerId, channel, connection, customerAddress, companyAddress, text, end, why, at, session,
                fingerprint);
    }
}
