package io.keyline.language;

import java.util.Optional;
import java.util.regex.Pattern;

/** Free text, and PINs. */
final class TextAnswer {

    private static final int LONGEST = 1_000;
    private static final Pattern GAP_IN_PIN = Pattern.compile("(?<=[0-9])[ -](?=[0-9])");
    private static final Pattern PIN = Pattern.compile("[0-9]{4,12}");

    private TextAnswer() {
    }

    /** What has a letter, a digit or an emoji. What is too long is refused, not cut behind the customer's back. */
    static Optional<String> text(String text) {
        String visible = Plain.visible(text);
        if (visible.codePointCount(0, visible.length()) > LONGEST) {
            return Optional.empty();
        }
        boolean says = visible.codePoints().anyMatch(c -> Character.isLetterOrDigit(c) || Character.isExtendedPictographic(c));
        return says ? Optional.of(visible) : Optional.empty();
    }

    /** 4 to 12 digits, also {@code "12 34"} and {@code 1234.} */
    static Optional<String> pin(String text) {
        String digits = GAP_IN_PIN.matcher(Words.fold(Plain.signs(text))).replaceAll("");
        return PIN.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
    }
}
