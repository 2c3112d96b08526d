package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.Inbound;

/**
 * Where the customer of a turn is, and what is said to them goes.
 *
 * @param connection     on which their message came; null if they wrote none
 * @param companyAddress the company's number that they wrote to, or that writes to them
 * @param thread         what the channel needs to answer in the same thread; may be null
 * @param session        in which they wait for the answer; null if they do not wait, or the channel knows none
 */
record Place(String channel, String connection, String customerAddress, String companyAddress, String thread, String session) {

    static Place of(Inbound message, Channels channels) {
        return new Place(message.channel(), message.connection(), message.customerAddress(), message.companyAddress(), message.thread(),
                channels.isLive(message.channel()) ? message.thread() : null);
    }

    /** Who was on a channel where they waited is there no more. */
    static Place of(Conversation conversation, Channels channels) {
        boolean wasLive = channels.isLive(conversation.channel());
        return new Place(wasLive ? Channels.SMS : conversation.channel(), null, conversation.customerAddress(),
                wasLive ? channels.sender() : conversation.companyAddress(), conversation.thread(), null);
    }
}
