package io.keyline.hub;

import io.keyline.store.Menu;
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
 * @param menu      what the customer is asked for; null if nothing, or if the text says all there is
 * @param thread    in which it belongs, in the channel's own form; may be null
 * @param via       the connection on which the message came that it answers, for the choice between several providers; may be null
 */
public record Outgoing(long id, String channel, String from, String to, String text, Instant expiresAt, List<PartSent> partsSent,
        Parts parts, Menu menu, String thread, String via) {

    /** A message of a channel that needs none of the rest. */
    public Outgoing(long id, String channel, String from, String to, String text, Instant expiresAt, List<PartSent> partsSent, Parts parts) {
        this(id, channel, from, to, text, expiresAt, partsSent, parts, null, null, null);
    }

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
