package io.keyline.deploy.rehearsal;

import java.util.List;
import java.util.Optional;

/**
 * A text that must come, to the letter; {@code {any}} stands for anything within a line. All spaces are the same: nobody can see a
 * no-break one, which numbers in many languages have.
 */
record Wanted(String text) {

    static final String ANY = "{any}";

    /**
     * Where a text first goes wrong.
     *
     * @param line         from 0
     * @param wantedColumn in chars, from 0
     * @param actualColumn in chars, from 0
     */
    record Difference(int line, int wantedColumn, int actualColumn) {
    }

    /** The first difference; empty if the text is as wanted. */
    Optional<Difference> difference(String actual) {
        List<String> wantedLines = lines(text);
        List<String> actualLines = lines(actual);
        for (int i = 0; i < wantedLines.size(); i++) {
            if (i == actualLines.size()) {
                return Optional.of(new Difference(i, 0, 0));
            }
            Optional<Difference> difference = difference(i, pieces(wantedLines.get(i)), actualLines.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return actualLines.size() == wantedLines.size() ? Optional.empty() : Optional.of(new Difference(wantedLines.size(), 0, 0));
    }

    static List<String> lines(String text) {
        return List.of(text.split("\\R", -1));
    }

    private static List<String> pieces(String line) {
        return List.of(line.split("\\{any}", -1));
    }

    /** Takes each piece where it comes first, which is right as long as anything may stand between pieces. */
    private static Optional<Difference> difference(int line, List<String> pieces, String actual) {
        int wantedAt = 0;
        int actualAt = 0;
        for (int i = 0; i < pieces.size(); i++) {
            String piece = plain(pieces.get(i));
            int place = place(piece, plain(actual), actualAt, i == 0, i == pieces.size() - 1);
            if (place < 0) {
                int best = i == 0 ? 0 : nearest(piece, plain(actual), actualAt);
                int common = common(piece, plain(actual), best);
                return Optional.of(new Difference(line, wantedAt + common, best + common));
            }
            actualAt = place + piece.length();
            wantedAt += piece.length() + ANY.length();
        }
        return Optional.empty();
    }

    private static int place(String piece, String actual, int from, boolean first, boolean last) {
        if (first && last) {
            return actual.equals(piece) ? 0 : -1;
        }
        if (first) {
            return actual.startsWith(piece) ? 0 : -1;
        }
        if (last) {
            int end = actual.length() - piece.length();
            return end >= from && actual.endsWith(piece) ? end : -1;
        }
        return actual.indexOf(piece, from);
    }

    /** Where most of the piece is. */
    private static int nearest(String piece, String actual, int from) {
        int best = from;
        for (int at = from; at <= actual.length(); at++) {
            if (common(piece, actual, at) > common(piece, actual, best)) {
                best = at;
            }
        }
        return best;
    }

    private static int common(String piece, String actual, int from) {
        int most = Math.min(piece.length(), actual.length() - from);
        int same = 0;
        while (same < most && piece.charAt(same) == actual.charAt(from + same)) {
            same++;
        }
        return same > 0 && Character.isHighSurrogate(piece.charAt(same - 1)) ? same - 1 : same;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\u00a0\\u2007\\u2009\\u202f]", " ");
    }
}
