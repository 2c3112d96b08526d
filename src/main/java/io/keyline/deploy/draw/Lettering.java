package io.keyline.deploy.draw;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/**
 * How much room text takes. The widths are generous averages of the usual sans-serif fonts: a chart is made where there may be no
 * fonts at all, and read where there are others.
 */
final class Lettering {

    private static final String NARROW = "iljItf.,:;!'|()[]{} ";
    private static final String BROAD = "mwMW@%—…";

    private Lettering() {
    }

    /** The width of a line in pixels, in letters of this size. */
    static double width(String line, double size) {
        return line.codePoints().mapToDouble(Lettering::width).sum() * size;
    }

    private static double width(int letter) {
        if (NARROW.indexOf(letter) >= 0) {
            return 0.38;
        }
        if (BROAD.indexOf(letter) >= 0) {
            return 0.98;
        }
        int wide = UCharacter.getIntPropertyValue(letter, UProperty.EAST_ASIAN_WIDTH);
        if (wide == UCharacter.EastAsianWidth.WIDE || wide == UCharacter.EastAsianWidth.FULLWIDTH) {
            return 1.05;
        }
        if (UCharacter.getType(letter) == UCharacter.NON_SPACING_MARK) {
            return 0;
        }
        return UCharacter.isUUppercase(letter) ? 0.74 : letter < 0x250 ? 0.6 : 0.68;
    }

    /**
     * Text in lines, broken where its script allows; a word that is too long is broken anywhere.
     *
     * @param lines at most so many; what is left over becomes "…"
     */
    static List<String> wrap(String text, double width, double size, int lines) {
        List<String> wrapped = new ArrayList<>();
        for (String paragraph : visible(text).split("\n", -1)) {
            wrap(paragraph.strip(), width, size, lines, wrapped);
        }
        if (wrapped.size() <= lines) {
            return List.copyOf(wrapped);
        }
        List<String> kept = new ArrayList<>(wrapped.subList(0, lines));
        kept.set(lines - 1, fitting(kept.getLast(), width - width("…", size), size) + "…");
        return List.copyOf(kept);
    }

    private static void wrap(String text, double width, double size, int lines, List<String> wrapped) {
        BreakIterator breaks = BreakIterator.getLineInstance(ULocale.ROOT);
        breaks.setText(text);
        StringBuilder line = new StringBuilder();
        for (int from = breaks.first(), to = breaks.next(); to != BreakIterator.DONE && wrapped.size() <= lines; from = to, to = breaks.next()) {
            String word = text.substring(from, to);
            if (!line.isEmpty() && width((line + word).stripTrailing(), size) > width) {
                flush(line, wrapped);
            }
            for (; width(word.stripTrailing(), size) > width && wrapped.size() <= lines; word = word.substring(wrapped.getLast().length())) {
                wrapped.add(fitting(word, width, size));
            }
            line.append(word);
        }
        flush(line, wrapped);
    }

    private static void flush(StringBuilder line, List<String> wrapped) {
        String text = line.toString().strip();
        if (!text.isEmpty()) {
            wrapped.add(text);
        }
        line.setLength(0);
    }

    /** As many letters from the start as have room, one at least. */
    private static String fitting(String text, double width, double size) {
        int end = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
        while (end < text.length() && width(text.substring(0, text.offsetByCodePoints(end, 1)), size) <= width) {
            end = text.offsetByCodePoints(end, 1);
        }
        return text.substring(0, end);
    }

    /** Text without what XML forbids, and without what would turn the direction of the text around it. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().map(letter -> letter == '\t' || letter == '\r' ? ' ' : letter)
                .map(letter -> letter != '\n' && isUnseen(letter) ? '\uFFFD' : letter).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isUnseen(int letter) {
        boolean turnsDirection = letter >= 0x202A && letter <= 0x202E || letter >= 0x2066 && letter <= 0x2069;
        return turnsDirection || Character.isISOControl(letter) || Character.getType(letter) == Character.SURROGATE
                || letter == 0xFFFE || letter == 0xFFFF;
    }
}
