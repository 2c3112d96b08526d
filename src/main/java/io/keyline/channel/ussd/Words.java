package io.keyline.channel.ussd;

/** The few texts that are the channel's own: what no dialogue says. */
public interface Words {

    /**
     * A text of the catalogue that names nothing.
     *
     * @param customer the address of who reads it, in their language if it is known; never fails for that
     */
    String say(String key, String customer);
}
