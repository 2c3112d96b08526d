package io.keyline.hub;

import io.keyline.store.GoneSql;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What the heart has to know of channels.
 *
 * @param live   the channels on which the customer waits for the answer, with how long; what is said there later goes by SMS
 * @param sender the number or name that customers see on an SMS that answers what they did elsewhere
 * @param lifetimes how long what is said there is worth sending
 * @param gone   when an address there is taken for gone
 */
public record Channels(Map<String, Duration> live, String sender, Lifetimes lifetimes, GoneSql.Rule gone) {

    public static final String SMS = "sms";
    public static final String EMAIL = "email";
    public static final String WEB = "web";
    private static final Set<String> MENUS = Set.of("ussd", "voice", WEB, EMAIL);

    /** Where messages live as long as usual. */
    public Channels(Map<String, Duration> live, String sender) {
        this(live, sender, Lifetimes.USUAL, GoneSql.Rule.USUAL);
    }

    /** Whether the customer waits for the answer there, so that nothing can be said when nobody asks. */
    public boolean isLive(String channel) {
        return live.containsKey(channel);
    }

    /** How long somebody waits there for an answer. */
    public Duration patience(String channel) {
        return live.get(channel);
    }

    /** Whether a choice is shown by keys, buttons or links there; elsewhere the text says all. */
    public static boolean hasMenus(String channel) {
        return MENUS.contains(channel);
    }
}
