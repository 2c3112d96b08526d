package io.keyline.language;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that says which question it answers: {@code 1a} (channels, section 7.7).
 *
 * @param question the number of the question among the customer's open ones, from 1
 * @param choice   from 0, which is written {@code a}
 */
public record ShortCode(int question, int choice) {

    private static final int LONGEST = 40;
    private static final Pattern CODE = Pattern.compile("([1-9][0-9]{0,3}) ?([a-z])");

    /** Reads {@code 1a}, {@code 1 A}, {@code "#1 a"}: case, spaces, quotes and the number sign do not matter. */
    public static Optional<ShortCode> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher code = CODE.matcher(latin(Words.fold(Plain.signs(text))));
        return code.matches() ? Optional.of(new ShortCode(Integer.parseInt(code.group(1)), code.group(2).charAt(0) - 'a'))
                : Optional.empty();
    }

    /** Who reads 1a, 1c or 1e on a Russian phone types the Cyrillic letter of that shape. */
    private static String latin(String folded) {
        return folded.replace('а', 'a').replace('с', 'c').replace('е', 'e');
    }
}
