package io.keyline.channel.sendsms;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What somebody asks the hub to send.
 *
 * @param account   who asks
 * @param key       the caller's name for it, by which one that is asked for again is known; null if it has none
 * @param from      the number or name that customers see
 * @param to        the customers, E.164 with a leading plus
 * @param urgent    whether it goes with the replies
 * @param notBefore null: now
 * @param expiresAt after this it is worth nothing
 * @param reports   of what the caller wants to hear; null if of nothing
 */
public record Order(String account, String key, String from, List<String> to, String text, boolean urgent, Instant notBefore,
        Instant expiresAt, Reports reports) {

    /**
     * Reports of what becomes of it.
     *
     * @param mask    the sum of the kinds that are wanted, as Kannel counts them
     * @param url     where they go, with Kannel's escapes
     * @param escapes what the caller said that escapes give back, by the escape's letter
     */
    public record Reports(int mask, String url, Map<String, String> escapes) {
    }

    /** The order is stored. @param later whether it waits for a time */
    public record Kept(boolean later) {
    }
}
