package io.keyline.language;

/** Signs that people use one for another, made one. */
final class Plain {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Plain() {
    }

    /**
     * Decimal digits of every script as 0 to 9, full width as ASCII, each white space as one space, and nothing invisible.
     */
    static String signs(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        visible(text).codePoints().map(Plain::sign).forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }

    /**
     * The text as it can be shown and stored: white space and line breaks as spaces, without other control characters, signs of
     * direction and halves of characters.
     */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c).filter(Plain::isVisible)
                .forEach(visible::appendCodePoint);
        return visible.toString().strip();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE -> false;
            // these two spell Persian, Hindi and emoji
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    private static int sign(int c) {
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            return '0' + digit;
        }
        return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    }
}
