package io.keyline.store;

/** How a customer is reached: the channel they are on, their address there, and the one of ours that they know. */
public record WayBack(String channel, String customerAddress, String companyAddress) {
}
