package io.keyline.hub;

import io.keyline.store.Trust;

/**
 * What a channel hands to {@link Intake}: the few fields that Keyline takes from the outside, nothing else of the wire format.
 * Addresses of customers are E.164 with a leading plus where the channel could make them so.
 */
public sealed interface Arrival {

    /**
     * The exchange property under which a channel may set a {@link Runnable}, which is run as soon as intake has taken the
     * arrival into its order, long before it is committed: only then the channel lets the next one of the session come.
     */
    String HANDED_OVER = "KeylineHandedOver";

    /** The exchange property that is true once the arrival is committed: then it is acknowledged, whatever the route does after. */
    String STORED = "KeylineStored";

    /** The channel, for example {@code sms}. */
    String channel();

    /** The connection of that channel, as its route names it, for example {@code main}. */
    String connection();

    /**
     * A whole message of a customer.
     *
     * @param session     the session that carried it, from {@link Sessions#opened}, or {@link #NAMED}
     * @param from        the customer's address
     * @param to          the company's number that the customer wrote to
     * @param text        what the customer wrote, decoded
     * @param answerable  false for alphanumeric senders and the like, which cannot receive a reply
     * @param fingerprint a hash of source, destination and raw payload, by which a resent message is recognised
     * @param trust       how far the sender is believed
     * @param thread      what the channel needs to answer in the same thread, in its own form; null if it needs nothing
     * @param ignored     why it is kept but not handled, for example because a machine wrote it; null if it is to be handled
     */
    record Text(String channel, String connection, long session, String from, String to, String text, boolean answerable,
            long fingerprint, Trust trust, String thread, String ignored) implements Arrival {

        /** The session of a channel whose provider names each message: the same fingerprint is the same message, however late. */
        public static final long NAMED = 0;

        /** What cannot be stored is left out here, for every channel: a STOP with a NUL behind it would not be one. */
        public Text {
            to = Storable.of(to);
            text = Storable.of(text);
        }

        /** A message that is to be handled. */
        public Text(String channel, String connection, long session, String from, String to, String text, boolean answerable, long fingerprint,
                Trust trust, String thread) {
            this(channel, connection, session, from, to, text, answerable, fingerprint, trust, thread, null);
        }

        /** A message of an identified sender, without a thread. */
        public Text(String channel, String connection, long session, String from, String to, String text, boolean answerable, long fingerprint) {
            this(channel, connection, session, from, to, text, answerable, fingerprint, Trust.IDENTIFIED, null);
        }
    }

    /**
     * One part of a longer message.
     *
     * @param reference the sender's reference of the whole message, 0 to 65535
     * @param total     how many parts there are, 1 to 255
     * @param number    which of them this is, from 1
     * @param text      the part, decoded; may begin or end with half a surrogate pair
     */
    record Part(String channel, String connection, long session, String from, String to, int reference, int total, int number,
            String text, boolean answerable, long fingerprint) implements Arrival {

        public Part {
            to = Storable.of(to);
            text = text.replace("\0", "");
        }
    }

    /**
     * What became of a part that was sent.
     *
     * @param providerId the id that the provider gave the part, normalised as the connection says
     * @param state      what the receipt tells
     * @param from       the customer's address that the part went to; null if the receipt does not tell
     * @param error      the provider's code, or null
     * @param text       the receipt as it came, for the operator
     * @param unknownAddress whether it says for certain that nobody has the address
     */
    record Receipt(String channel, String connection, String providerId, String from, ReceiptState state, String error, String text,
            boolean unknownAddress) implements Arrival {

        public Receipt {
            providerId = Storable.of(providerId);
            error = Storable.of(error);
            text = Storable.of(text);
        }

        /** One that does not tell whether anybody has the address. */
        public Receipt(String channel, String connection, String providerId, String from, ReceiptState state, String error, String text) {
            this(channel, connection, providerId, from, state, error, text, false);
        }
    }

    /**
     * Input that could not be read. It is kept with its raw bytes and shown, never dropped.
     *
     * @param reason why it could not be read
     */
    record Unreadable(String channel, String connection, byte[] raw, String reason) implements Arrival {
    }
}
