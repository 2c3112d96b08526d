package io.keyline.store;

import java.time.Instant;

/**
 * A message to a customer as it is stored.
 *
 * @param state     QUEUED, or SENDING when it has a place in its channel's window already
 * @param answers   the message that it answers, 0 for none
 * @param conversation the conversation that it belongs to, 0 for none
 * @param category  what it is, {@code reply} for an answer to what the customer asked: decides what consent allows
 * @param dueAt     not before this, or null
 * @param expiresAt worth nothing after this
 * @param connection that the message came on which it answers, for the choice between several providers; null if it answers none
 * @param thread    of the message or conversation that it belongs to, in the channel's own form; may be null
 * @param menu      what the customer is asked for; null if nothing, or if the text says all there is
 */
public record Outbound(long id, long customerId, String channel, String customerAddress, String companyAddress, String text,
        String state, Instant at, long answers, long conversation, String category, int attempts, Instant dueAt, Instant expiresAt,
        String connection, String thread, Menu menu) {

    /** The category of answers to what a customer asked; which goes out after STOP, too. */
    public static final String REPLY = "reply";

    /** The category of what the company says first: questions that an event begins, and reminders. */
    public static final String DIALOGUE = "dialogue";

    /** The category of dialogues that cannot wait: a burst pipe, a card that is being misused. Goes with the replies, but not after STOP. */
    public static final String ALARM = "alarm";

    /** The category of dialogues with many customers at once, which have all the time. */
    public static final String CAMPAIGN = "campaign";

    /** The category of one-time codes. The customer waits for them as for a reply; what is stored of one is sealed. */
    public static final String CODE = "code";

    /** A message that belongs to no thread and asks nothing. */
    public Outbound(long id, long customerId, String channel, String customerAddress, String companyAddress, String text, String state, Instant at,
            long answers, long conversation, String category, int attempts, Instant dueAt, Instant expiresAt) {
        this(id, customerId, channel, customerAddress, companyAddress, text, state, at, answers, conversation, category, attempts, dueAt,
                expiresAt, null, null, null);
    }

    /** Whether the customer waits for it, so that it goes before what the company says first, and consent does not stop it. */
    public boolean isReply() {
        return REPLY.equals(category) || CODE.equals(category);
    }

    /** This message as part of a conversation. */
    public Outbound in(long belongsTo) {
        return new Outbound(id, customerId, channel, customerAddress, companyAddress, text, state, at, answers, belongsTo, category, attempts,
                dueAt, expiresAt, connection, thread, menu);
    }

    public Outbound withState(String next) {
        return new Outbound(id, customerId, channel, customerAddress, companyAddress, text, next, at, answers, conversation, category, attempts,
                dueAt, expiresAt, connection, thread, menu);
    }

    public Outbound withAttempts(int made) {
        return new Outbound(id, customerId, channel, customerAddress, companyAddress, text, state, at, answers, conversation, category, made, dueAt,
                expiresAt, connection, thread, menu);
    }

    /** Another message that says the same on another channel. */
    public Outbound written(long other, String there, String sender) {
        Outbound same = on(there, sender);
        return new Outbound(other, customerId, there, customerAddress, sender, same.text, "QUEUED", at, answers, conversation, category, 0, dueAt,
                expiresAt, null, null, null);
    }

    /** This message on another channel: what may be chosen becomes part of the text. */
    public Outbound on(String other, String sender) {
        String words = menu == null || menu.lines().isEmpty() ? text : text + "\n" + menu.lines();
        return new Outbound(id, customerId, other, customerAddress, sender, words, state, at, answers, conversation, category, attempts, dueAt,
                expiresAt, null, null, null);
    }
}
