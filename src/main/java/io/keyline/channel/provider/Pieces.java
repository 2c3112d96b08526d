package io.keyline.channel.provider;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text in pieces that a provider takes: cut at a space where there is one in the second half, else between characters as people see them. */
final class Pieces {

    private Pieces() {
    }

    /** @param longest in UTF-16 units, as providers count */
    static List<String> of(String text, int longest) {
        List<String> pieces = new ArrayList<>(1);
        String rest = text;
        while (rest.length() > longest) {
            int end = cut(rest, longest);
            pieces.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty() || pieces.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    private static int cut(String text, int longest) {
        int space = text.lastIndexOf(' ', longest);
        if (space > longest / 2) {
            return space;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int boundary = characters.preceding(longest + 1);
        return boundary > 0 ? boundary : longest;
    }
}
