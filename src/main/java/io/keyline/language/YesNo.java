package io.keyline.language;

import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The words for yes and no, from CLDR. They count in their own language only: {@code N} is a short yes in Swahili. */
public final class YesNo {

    private static final String FILE = "yes-no.txt";
    private static final String ROOT = "und";

    private record Line(List<String> yes, List<String> no) {
    }

    private static final Map<String, Line> LINES = load();

    private YesNo() {
    }

    /**
     * The words for yes, or for no, in a language.
     *
     * @param language BCP 47, or null; one that CLDR has no words for is served in English, as CLDR's root is
     * @return at least one, the usual one first, often with a letter that is short for it
     */
    public static List<String> words(boolean yes, String language) {
        Line line = tags(language).filter(LINES::containsKey).findFirst().map(LINES::get).orElseThrow();
        return yes ? line.yes : line.no;
    }

    /** The word to show: the usual one; in Chinese the shortest, since a Chinese character is a word and not short for one. */
    static String label(boolean yes, String language) {
        List<String> words = words(yes, language);
        boolean chinese = words.stream().allMatch(word -> Character.UnicodeScript.of(word.codePointAt(0)) == Character.UnicodeScript.HAN);
        return chinese ? words.stream().min(Comparator.comparing(String::length)).orElseThrow() : words.getFirst();
    }

    /** From the closest to the farthest; the script goes before the region, so that {@code zh-TW} is served by {@code zh-Hant}. */
    private static Stream<String> tags(String language) {
        ULocale locale = ULocale.addLikelySubtags(ULocale.forLanguageTag(language == null ? ROOT : language));
        String withScript = locale.getLanguage() + "-" + locale.getScript();
        return language == null ? Stream.of(ROOT) : Stream.of(withScript + "-" + locale.getCountry(), withScript,
                locale.getLanguage() + "-" + locale.getCountry(), locale.getLanguage(), ROOT);
    }

    private static Map<String, Line> load() {
        try (InputStream file = YesNo.class.getResourceAsStream(FILE)) {
            Map<String, Line> lines = new HashMap<>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("[:|]");
                lines.put(parts[0], new Line(list(parts[1]), list(parts[2])));
            });
            return Map.copyOf(lines);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> list(String words) {
        return Arrays.stream(words.split(",")).map(String::strip).toList();
    }
}
