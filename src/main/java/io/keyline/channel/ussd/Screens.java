package io.keyline.channel.ussd;

import io.keyline.channel.gsm.Gsm0338;
import io.keyline.channel.gsm.Substitutions;
import io.keyline.hub.Live;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * What is shown, cut into screens: text between words, menus between items. A screen holds so many septets of GSM 03.38 or, if it has
 * another character, so many units of UCS-2.
 */
record Screens(int septets, int units) {

    /** How the customer turns pages; the words are shown behind the keys. */
    record Turning(String back, String next) {

        static final String BACK = "0";
        static final String NEXT = "00";

        private String footer(boolean canGoBack, boolean canGoOn) {
            return (canGoBack ? "\n" + BACK + " " + back : "") + (canGoOn ? "\n" + NEXT + " " + next : "");
        }
    }

    /** All on one screen, if there is room; the shortest way to know that nothing needs turning. */
    boolean isOne(Live.Answer shown) {
        return fits(whole(shown));
    }

    /** At least one screen, each with how to turn to the others. */
    List<String> of(Live.Answer shown, Turning turning) {
        List<String> screens = new ArrayList<>();
        Deque<String> pieces = pieces(shown);
        boolean asks = shown.menu() != null;
        while (!pieces.isEmpty()) {
            String last = String.join("", pieces).strip() + turning.footer(asks && !screens.isEmpty(), false);
            if (fits(last)) {
                screens.add(last);
                return screens;
            }
            String footer = turning.footer(!screens.isEmpty(), true);
            screens.add(fill(pieces, footer).strip() + footer);
        }
        return screens.isEmpty() ? List.of("") : screens;
    }

    /** Takes as many pieces as have room, or what has room of the first. */
    private String fill(Deque<String> pieces, String footer) {
        StringBuilder page = new StringBuilder();
        while (!pieces.isEmpty() && fits((page + pieces.peek()).strip() + footer)) {
            page.append(pieces.poll());
        }
        return page.toString().isBlank() ? cut(pieces, footer) : page.toString();
    }

    private String cut(Deque<String> pieces, String footer) {
        String piece = pieces.poll();
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(piece);
        int end = characters.next();
        for (int next = end; next != BreakIterator.DONE && fits(piece.substring(0, next) + footer); next = characters.next()) {
            end = next;
        }
        pieces.push(piece.substring(end));
        return piece.substring(0, end);
    }

    private static String whole(Live.Answer shown) {
        return String.join("", pieces(shown)).strip();
    }

    private static Deque<String> pieces(Live.Answer shown) {
        Deque<String> pieces = new ArrayDeque<>();
        shown.texts().forEach(text -> addWords(plain(text), pieces));
        if (shown.menu() != null) {
            shown.menu().numbered().forEach(item -> pieces.add("\n" + plain(item)));
        }
        return pieces;
    }

    private static void addWords(String text, Deque<String> pieces) {
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        String line = pieces.isEmpty() ? text : "\n" + text;
        breaks.setText(line);
        for (int start = 0, end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            pieces.add(line.substring(start, end));
        }
    }

    /** One curly quote need not cost a screen more than half of its room; and nothing but a new line steers a telephone. */
    private static String plain(String text) {
        String shown = text.replaceAll("[\\p{Cc}&&[^\n]]", "");
        String substituted = Substitutions.apply(shown);
        return Gsm0338.septets(substituted) >= 0 ? substituted : shown;
    }

    private boolean fits(String screen) {
        int size = Gsm0338.septets(screen);
        return size >= 0 ? size <= septets : screen.length() <= units;
    }
}
