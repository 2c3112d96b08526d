package io.keyline.hub;

import java.time.Instant;
import java.util.List;

/**
 * A message on its way out, as an {@code outbound:} route receives it.
 *
 * @param id        Keyline's id of the message
 * @param from      the company's number or name that the customer sees
 * @param to        the customer's address
 * @param expiresAt after this the message is worth nothing; may be null
 * @param partsSent the parts that went out in an earlier attempt and must not go again
 * @param parts     where the channel reports each part
 */
public record Outgoing(long id, String channel, String from, String to, String text, Instant expiresAt, List<PartSent> partsSent,
        Parts parts) {

    /**
     * A part that the provider has accepted.
     *
     * @param connection the connection on which its receipt will come
     */
    public record PartSent(int number, int total, int reference, String connection, String providerId) {
    }

    /** How a channel tells the outbox, part by part, what it does. */
    public interface Parts {

        /** The 16-bit reference that joins the parts of this message at this destination; the same in every attempt. */
        int reference();

        /** To be called immediately before the bytes of a part go to the socket: from here on its outcome is uncertain. */
        void writing(int number);

        /** To be called as soon as the provider has accepted a part. */
        void sent(PartSent part);
    }
}
