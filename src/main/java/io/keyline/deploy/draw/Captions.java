package io.keyline.deploy.draw;

import io.keyline.language.Texts;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands in the shapes: the texts of the catalogue in one language, and times as people write them.
 *
 * @param language BCP 47
 */
public record Captions(Texts texts, String language) {

    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    /** A number stays with its unit. */
    private static final String NO_BREAK = "\u00A0";
    private static final Map<String, String> UNITS = Map.of("ms", "ms", "s", "s", "m", "min", "h", "h", "d", "days");

    /** The text of this key; the key itself if the catalogue has no such text, for a route may be drawn before it is right. */
    String text(String key) {
        // how to answer is for the arrows to say
        return texts.has(key) ? texts.outline(key, language).replace("{how}", "").strip() : key;
    }

    /** The word by which a customer chooses: the first one of the text {@code choice.NAME}, else the name. */
    String word(String choice) {
        String key = "choice." + choice;
        return texts.has(key) ? texts.outline(key, language).split(",", 2)[0].strip() : choice;
    }

    /** {@code 24h,36h} is "24 h, 36 h". */
    static String times(String times) {
        return Arrays.stream(times.split(",")).map(String::strip).map(Captions::time).collect(Collectors.joining(", "));
    }

    private static String time(String time) {
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            return time;
        }
        boolean oneDay = matcher.group(1).equals("1") && matcher.group(2).equals("d");
        return matcher.group(1) + NO_BREAK + (oneDay ? "day" : UNITS.get(matcher.group(2)));
    }

    /** Milliseconds in the largest unit that gives a whole number. */
    static String time(long milliseconds) {
        if (milliseconds % 3_600_000 == 0) {
            return milliseconds / 3_600_000 + NO_BREAK + "h";
        }
        if (milliseconds % 60_000 == 0) {
            return milliseconds / 60_000 + NO_BREAK + "min";
        }
        return milliseconds % 1_000 == 0 ? milliseconds / 1_000 + NO_BREAK + "s" : milliseconds + NO_BREAK + "ms";
    }
}
