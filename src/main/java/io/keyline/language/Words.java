package io.keyline.language;

import com.ibm.icu.text.Normalizer2;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a text apart into words, and brings words into the form in which they are compared (channels, section 7).
 *
 * <p>White space of every script and control characters part words; an emoji is a word of its own. No input makes a method
 * throw, and the work grows with the length of the text alone.
 */
public final class Words {

    /** Normalisation sorts the marks of a letter, at a cost that grows with their square: nobody gets more than this to sort. */
    private static final int PIECE = 1_000;

    private static final String KEPT_AT_END = "#%&*@/\\-_";
    private static final Normalizer2 CASE_AND_WIDTH = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 APART = Normalizer2.getNFDInstance();
    private static final Normalizer2 TOGETHER = Normalizer2.getNFCInstance();
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO, UnicodeScript.HANGUL, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Words() {
    }

    /**
     * The form in which texts are compared: NFKC, without case, accents and invisible characters, without the punctuation
     * around each word, one space between words. {@code " «Arrêt!»"} becomes {@code "arret"}. Folding twice changes nothing.
     */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        int end;
        for (int start = start(text, 0); start < text.length(); start = start(text, end)) {
            end = end(text, start);
            String word = fold(text, start, end);
            if (!word.isEmpty()) {
                folded.append(folded.isEmpty() ? "" : " ").append(word);
            }
        }
        return folded.toString();
    }

    /**
     * The words as the customer spelled them, full width as ASCII, without invisible characters, quotes around them and
     * punctuation after them: {@code "４７１１."} gives {@code 4711}, while {@code -5}, {@code #4} and {@code .5} stay. What is
     * punctuation alone is no word.
     */
    public static List<String> split(String original) {
        List<String> words = new ArrayList<>();
        int end;
        for (int start = start(original, 0); start < original.length(); start = start(original, end)) {
            end = end(original, start);
            String word = written(original, start, end);
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Whether the letter belongs to a script that puts no space between words, such as Chinese or Thai. */
    public static boolean isUnspaced(int letter) {
        return letter >= 0x0E00 && UNSPACED.contains(UnicodeScript.of(letter));
    }

    /** Where the next word starts, at {@code from} or later; the length of the text if there is none. */
    static int start(String text, int from) {
        int at = from;
        while (at < text.length() && isGap(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the word that starts at {@code start} ends. */
    static int end(String text, int start) {
        boolean emoji = false;
        int at = start;
        while (at < text.length() && !isGap(text.charAt(at))) {
            if (text.charAt(at) < 0x80 && !emoji) {
                at++;
                continue;
            }
            int letter = text.codePointAt(at);
            boolean turns = Character.isExtendedPictographic(letter) ? !emoji
                    : emoji && !belongsToEmoji(letter);
            if (turns && at > start) {
                return at;
            }
            emoji ^= turns;
            at += Character.charCount(letter);
        }
        return at;
    }

    /** Where the run of unspaced letters that a word begins with ends; {@code start} where it begins with other letters. */
    static int unspacedEnd(String text, int start, int end) {
        int at = start;
        while (at < end) {
            int letter = text.codePointAt(at);
            boolean within = isUnspaced(letter) || at > start && (isInvisible(letter) || isAccent(letter) || letter == 'ー');
            if (!within) {
                return at;
            }
            at += Character.charCount(letter);
        }
        return at;
    }

    /** The index after the punctuation at {@code start}. */
    static int skipPunctuation(String text, int start, int end) {
        int at = start;
        while (at < end && isAround(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** One word, folded; empty if it was punctuation alone. */
    static String fold(String text, int start, int end) {
        return isAscii(text, start, end) ? trim(text, start, end).toLowerCase(Locale.ROOT) : foldUnicode(text, start, end);
    }

    private static String foldUnicode(String text, int start, int end) {
        StringBuilder folded = new StringBuilder(end - start);
        for (int from = start; from < end; ) {
            int to = from + PIECE >= end ? end : text.offsetByCodePoints(from, PIECE / 2);
            String piece = APART.normalize(CASE_AND_WIDTH.normalize(text.substring(from, to)));
            folded.append(TOGETHER.normalize(plain(piece)));
            from = to;
        }
        return trim(folded.toString(), 0, folded.length());
    }

    private static String plain(String piece) {
        StringBuilder plain = new StringBuilder(piece.length());
        piece.codePoints().filter(c -> !isInvisible(c) && !isAccent(c) && !(c < 0x10000 && isGap((char) c)))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static String written(String text, int start, int end) {
        if (skipPunctuation(text, start, end) == end) {
            return "";
        }
        String word = isAscii(text, start, end) ? text.substring(start, end) : narrow(text, start, end);
        int first = 0;
        while (first < word.length() && isQuote(word.codePointAt(first))) {
            first += Character.charCount(word.codePointAt(first));
        }
        int last = word.length();
        while (last > first && isPunctuation(word.codePointBefore(last)) && KEPT_AT_END.indexOf(word.codePointBefore(last)) < 0) {
            last -= Character.charCount(word.codePointBefore(last));
        }
        return word.substring(first, last);
    }

    private static String narrow(String text, int start, int end) {
        StringBuilder narrow = new StringBuilder(end - start);
        text.substring(start, end).codePoints()
                .filter(c -> !isInvisible(c) || c == 0x200C || c == 0x200D) // these two spell Persian, Hindi and emoji
                .map(c -> c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c)
                .forEach(narrow::appendCodePoint);
        return narrow.toString();
    }

    private static String trim(String word, int start, int end) {
        int first = skipPunctuation(word, start, end);
        int last = end;
        while (last > first && isAround(word.codePointBefore(last))) {
            last -= Character.charCount(word.codePointBefore(last));
        }
        return word.substring(first, last);
    }

    private static boolean isAscii(String text, int start, int end) {
        for (int at = start; at < end; at++) {
            if (text.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGap(char c) {
        if (c < 0x80) {
            return c <= ' ' || c == 0x7F;
        }
        return c <= 0xA0 || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT;
    }

    /** A mark that belongs to no script is an accent (or a skin tone); vowel signs of Hindi and points of Hebrew stay. */
    private static boolean isAccent(int c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
        boolean voicedKana = c == 0x3099 || c == 0x309A;
        return mark && !voicedKana && UnicodeScript.of(c) == UnicodeScript.INHERITED || c >= 0x1F3FB && c <= 0x1F3FF;
    }

    private static boolean belongsToEmoji(int c) {
        return isAccent(c) || isInvisible(c);
    }

    private static boolean isAround(int c) {
        int type = Character.getType(c);
        return isPunctuation(c) || type == Character.MATH_SYMBOL || type == Character.MODIFIER_SYMBOL;
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                 Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                 Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isQuote(int c) {
        return switch (Character.getType(c)) {
            case Character.START_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> c == '"' || c == '\'' || c == '¿' || c == '¡';
        };
    }
}
