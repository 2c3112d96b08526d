package io.keyline.deploy.rehearsal;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.stream.Collectors;

/** Text as a terminal can show it: no character of it does anything, and how many columns it takes is known. */
final class Shown {

    private Shown() {
    }

    /** The text with a sign for each control or format character; a char for a char, so that columns stay. Line ends stay, too. */
    static String of(String text) {
        return text.codePoints().map(Shown::sign).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static int sign(int c) {
        if (c == '\n') {
            return c;
        }
        if (c < 0x20) {
            return 0x2400 + c;
        }
        boolean acts = switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
        return !acts || c == 0x200d ? c : c > 0xffff ? 0x1f7a1 : 0xfffd;
    }

    /** How many columns a terminal takes for it (Unicode Standard Annex 11). */
    static int width(String text) {
        return text.codePoints().map(Shown::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200d) {
            return 0;
        }
        int wide = UCharacter.getIntPropertyValue(c, UProperty.EAST_ASIAN_WIDTH);
        return wide == UCharacter.EastAsianWidth.WIDE || wide == UCharacter.EastAsianWidth.FULLWIDTH ? 2 : 1;
    }

    /** The character there by number and name, or the end. */
    static String name(String line, int column) {
        if (column >= line.length()) {
            return "the end";
        }
        int c = line.codePointAt(column);
        String name = Character.getName(c);
        return "U+%04X".formatted(c) + (name == null ? "" : " " + name);
    }

    /** The lines of a text, all but the first one behind {@code indent}. */
    static String indented(String text, String indent) {
        return of(text).lines().collect(Collectors.joining("\n" + indent));
    }
}
