package io.keyline.language;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keywords of all commands, and what they stand for. Words are compared as {@link Words#fold} says, and letters that only
 * look alike stay different. Readers never wait: a change puts a new table in place of the old one.
 */
public final class Keywords<T> {

    private record Entry<T>(Keyword keyword, T target) {
    }

    private record Table<T>(Map<String, Entry<T>> entries, int longest) {

        static <T> Table<T> of(Map<String, Entry<T>> entries) {
            return new Table<>(entries, entries.keySet().stream().mapToInt(Table::words).max().orElse(0));
        }

        private static int words(String folded) {
            return 1 + (int) folded.chars().filter(c -> c == ' ').count();
        }
    }

    private volatile Table<T> table = Table.of(Map.of());

    /** @throws KeywordTakenException if the word stands for something already, be it the same target */
    public void add(Keyword keyword, T target) {
        swap(null, target, List.of(keyword));
    }

    /** Takes away all keywords of a target. */
    public void remove(T target) {
        swap(target, null, List.of());
    }

    /**
     * Takes away all keywords of {@code leaving} and gives {@code coming} its own, so that no reader sees a state between.
     *
     * @param leaving may be null
     * @throws KeywordTakenException if a word stands for something else; then nothing has changed
     */
    public synchronized void swap(T leaving, T coming, Collection<Keyword> keywords) {
        Map<String, Entry<T>> entries = new HashMap<>(table.entries);
        entries.values().removeIf(entry -> entry.target.equals(leaving));
        for (Keyword keyword : keywords) {
            Entry<T> held = entries.putIfAbsent(keyword.folded(), new Entry<>(keyword, coming));
            if (held != null) {
                throw new KeywordTakenException(keyword, held.keyword, held.target);
            }
        }
        table = Table.of(entries);
    }

    /**
     * Finds the keyword that the text begins with; of several the one of most words. A keyword of a script without spaces may
     * be followed directly by a letter of another script, or a digit: {@code 余额123}.
     */
    public Optional<Match<T>> match(String text) {
        Table<T> now = table;
        Entry<T> best = null;
        int bestEnd = 0;
        String words = "";
        int end = 0;
        for (int count = 0; count < now.longest; count++) {
            int start = skipMarks(text, end);
            if (start == text.length()) {
                break;
            }
            end = Words.end(text, start);
            words = count == 0 ? Words.fold(text, start, end) : words + ' ' + Words.fold(text, start, end);
            Entry<T> entry = now.entries.get(words);
            if (entry != null) {
                best = entry;
                bestEnd = end;
            }
        }
        return best == null ? matchUnspaced(now, text) : Optional.of(match(best, text.substring(bestEnd)));
    }

    private Optional<Match<T>> matchUnspaced(Table<T> now, String text) {
        int start = skipMarks(text, 0);
        int end = Words.unspacedEnd(text, start, Words.end(text, start));
        Entry<T> entry = end == start ? null : now.entries.get(Words.fold(text, start, end));
        return Optional.ofNullable(entry).map(found -> match(found, text.substring(afterColon(text, end))));
    }

    /** Where the next word starts, not counting what is punctuation alone, nor the punctuation before it. */
    private static int skipMarks(String text, int from) {
        int start = from;
        while (start < text.length()) {
            int end = Words.end(text, start);
            int letter = Words.skipPunctuation(text, start, end);
            if (letter < end) {
                return letter;
            }
            start = Words.start(text, end);
        }
        return start;
    }

    private static int afterColon(String text, int end) {
        boolean colon = end < text.length() && ":：,，".indexOf(text.charAt(end)) >= 0;
        return colon ? end + 1 : end;
    }

    private static <T> Match<T> match(Entry<T> entry, String rest) {
        return new Match<>(entry.target, entry.keyword, rest.strip(), Words.split(rest));
    }
}
