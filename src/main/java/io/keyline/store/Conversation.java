package io.keyline.store;

import java.time.Instant;

/**
 * A route that waits: for the customer's answer, for a slow system, or for its start.
 *
 * @param id        that of the message it began with, or one of its own if an event began it
 * @param route     the id of the route
 * @param name      of the dialogue, if an event began it, else null
 * @param key       an event with the same name and key begins nothing again; null for none
 * @param body      what the route began with, as JSON
 * @param reason    why it is in this state, if that is not the good one
 * @param question  the question whose answer would be recognised, as JSON, else null
 * @param deadline  when what it waits for is given up, or null
 * @param dueAt     the next time something is to be done, or null
 * @param version   counts its turns, from 1
 * @param thread    what the channel needs to go on in the same thread, in its own form; may be null
 */
public record Conversation(long id, long customerId, String route, String name, String key, String channel, String customerAddress,
        String companyAddress, String body, State state, String reason, String question, Instant deadline,
        Instant dueAt, int version, Instant startedAt, String thread) {

    /** The route of conversations in which nothing happens but that a customer proves who they are, for another one. */
    public static final String PROVING = "access-code";

    /** What a conversation does. */
    public enum State {
        /** An event began it; its route has not run. */
        STARTING,
        /** A question waits for the customer. */
        ASKED,
        /** A call waits for the back office. */
        CALLING,
        /** An employee has it, and may hand it back. */
        HANDED,
        /** Its route has ended. */
        ENDED,
        /** Its route cannot go on. */
        FAILED,
        /** The customer wants no messages. */
        STOPPED;

        public boolean isFinal() {
            return this == ENDED || this == FAILED || this == STOPPED;
        }
    }

    /** A conversation on a channel without threads. */
    public Conversation(long id, long customerId, String route, String name, String key, String channel, String customerAddress,
            String companyAddress, String body, State state, String reason, String question, Instant deadline, Instant dueAt, int version,
            Instant startedAt) {
        this(id, customerId, route, name, key, channel, customerAddress, companyAddress, body, state, reason, question, deadline, dueAt, version,
                startedAt, null);
    }

    /** Whether the customer began it, by a message. */
    public boolean isBegunByCustomer() {
        return name == null;
    }

    /** This conversation with another question, or none. */
    public Conversation withQuestion(String asked) {
        return in(state, reason, asked, deadline, dueAt);
    }

    public Conversation in(State next, String why, String asked, Instant until, Instant due) {
        return new Conversation(id, customerId, route, name, key, channel, customerAddress, companyAddress, body, next, why, asked, until,
                due, version, startedAt, thread);
    }

    /** This conversation on the channel that the customer is on now. */
    public Conversation at(String where, String customer, String company, String inThread) {
        return new Conversation(id, customerId, route, name, key, where, customer, company, body, state, reason, question, deadline, dueAt,
                version, startedAt, inThread);
    }

    public Conversation withVersion(int number) {
        return new Conversation(id, customerId, route, name, key, channel, customerAddress, companyAddress, body, state, reason, question,
                deadline, dueAt, number, startedAt, thread);
    }
}
