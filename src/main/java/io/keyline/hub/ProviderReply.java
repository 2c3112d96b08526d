package io.keyline.hub;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a provider has understood of a message, and replied to already: consent changes as the provider says, whatever the words
 * are, and nobody replies a second time. A channel hands it over as the message's thread.
 */
public enum ProviderReply {
    STOP,
    START,
    HELP;

    private static final String THREAD = "provider replied: ";

    /** @param word as providers say it, in any case; others mean that the provider has not replied */
    public static Optional<ProviderReply> of(String word) {
        return Arrays.stream(values()).filter(reply -> reply.name().equalsIgnoreCase(word)).findFirst();
    }

    /** As {@link Arrival.Text#thread}. */
    public String thread() {
        return THREAD + name();
    }

    /** What the provider of a text message replied to, if it did. */
    public static Optional<ProviderReply> to(String channel, String thread) {
        return Channels.SMS.equals(channel) && thread != null && thread.startsWith(THREAD) ? of(thread.substring(THREAD.length()))
                : Optional.empty();
    }
}
