package io.keyline.channel.voice;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as it is to be heard. Amounts and dates are words already, by the customer's language; the digits of tickets, accounts and
 * telephone numbers are read one by one. Blanks do that in every voice, which say-as does not.
 */
final class ReadOut {

    /** Of a script that parts its words: a number may stand right beside a Chinese character. */
    private static final String LETTER = "[\\p{L}&&[^\\p{IsHan}]]";
    /** A telephone number; a word of letters and digits, such as F-1023; four digits and more that are no part of an amount. */
    private static final Pattern ONE_BY_ONE = Pattern.compile(("\\+\\d[\\d ]{5,}\\d|(?<![L\\d])L{1,4}-?\\d{2,}(?:-\\d+)*(?![L\\d])"
            + "|(?<![L\\d.,:/-])\\d{3,}(?:-\\d+)+(?![L\\d])|(?<![L\\d.,:/-])\\d{4,}(?![L\\d]|[.,:/-]\\d)")
            .replace("L{", LETTER + "{").replace("[L", "[" + LETTER));
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern NOT_IN_XML = Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]|[\\x{7F}-\\x{9F}]");

    private ReadOut() {
    }

    static String of(String text) {
        Matcher matcher = ONE_BY_ONE.matcher(clean(text));
        return matcher.replaceAll(match -> Matcher.quoteReplacement(isTime(match.group()) ? match.group() : spelled(match.group())));
    }

    /** Without what XML 1.0 cannot carry, escaped or not (section 2.2), and in one line. */
    static String clean(String text) {
        String lines = NOT_IN_XML.matcher(text).replaceAll("").replace('\t', ' ').strip();
        return lines.replaceAll("\\s*[\\n\\r]+\\s*", ". ").replaceAll("([.?!:。？！：])\\. ", "$1 ");
    }

    private static boolean isTime(String digits) {
        return YEAR.matcher(digits).matches() || DAY.matcher(digits).matches();
    }

    private static String spelled(String word) {
        return word.replaceAll("[\\s-]", "").replaceAll("(?<=.)(?=.)", " ");
    }
}
