package io.keyline.language;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The message catalogue: what Keyline says, by key and language, as ICU MessageFormat patterns with named arguments. Safe for
 * any number of threads. Values are data: whatever a customer writes into them comes out as it is.
 *
 * <p>Values are read as their place in the text needs them: {@code {balance, number, currency}} takes a map of amount and
 * currency, {@code {due, date, medium}} an ISO 8601 date or time, and {@code {account}} anything, unchanged.
 */
public final class Texts {

    private final Map<String, Map<String, Text>> byLanguage;
    private final String defaultLanguage;

    private Texts(Map<String, Map<String, Text>> byLanguage, String defaultLanguage) {
        this.byLanguage = byLanguage;
        this.defaultLanguage = defaultLanguage;
    }

    /** Instants are shown in the time zone of this machine; see {@link #load(Path, List, String, ZoneId)}. */
    public static Texts load(Path directory, List<String> languages, String defaultLanguage) throws TextsException {
        return load(directory, languages, defaultLanguage, ZoneId.systemDefault());
    }

    /**
     * Reads {@code LANGUAGE.properties} (UTF-8) for each language.
     *
     * @param languages       BCP 47, for example {@code da}
     * @param defaultLanguage one of them: for customers whose language has no texts; it says which texts there have to be
     * @param zone            where instants are shown
     * @throws TextsException if a text is wrong, missing in a language, there twice, or names other arguments than in the
     *                        default language
     */
    public static Texts load(Path directory, List<String> languages, String defaultLanguage, ZoneId zone) throws TextsException {
        return read(directory, languages, defaultLanguage, zone, TextFile::read);
    }

    /**
     * As {@link #load(Path, List, String, ZoneId)}, of texts that are not, or not yet, in the directory.
     *
     * @param contents  by the name of the file, for example {@code da.properties}
     * @param directory as the problems name it
     */
    public static Texts of(Map<String, String> contents, Path directory, List<String> languages, String defaultLanguage, ZoneId zone)
            throws TextsException {
        return read(directory, languages, defaultLanguage, zone,
                (path, problems) -> TextFile.of(path, contents.get(path.getFileName().toString()), problems));
    }

    private static Texts read(Path directory, List<String> languages, String defaultLanguage, ZoneId zone,
            BiFunction<Path, List<TextProblem>, TextFile> reader) throws TextsException {
        if (!languages.contains(defaultLanguage)) {
            throw new IllegalArgumentException("default language " + defaultLanguage + " is none of " + languages);
        }
        List<TextProblem> problems = new ArrayList<>();
        Map<String, TextFile> files = new HashMap<>();
        Map<String, Map<String, Text>> texts = new HashMap<>();
        for (String language : languages) {
            TextFile file = reader.apply(directory.resolve(language + ".properties"), problems);
            files.put(language, file);
            texts.put(language.toLowerCase(Locale.ROOT), compile(file, language, zone, problems));
        }
        TextsCheck check = new TextsCheck(files.get(defaultLanguage), texts.get(defaultLanguage.toLowerCase(Locale.ROOT)), problems);
        files.forEach((language, file) -> check.compare(file, texts.get(language.toLowerCase(Locale.ROOT))));
        if (!problems.isEmpty()) {
            throw new TextsException(TextsException.sorted(problems));
        }
        return new Texts(texts, defaultLanguage.toLowerCase(Locale.ROOT));
    }

    /**
     * This catalogue with values that are always the same, such as the company's name. They win over a caller's values, and a
     * text that needs no others is rendered here, once.
     */
    public Texts with(Map<String, ?> settings) {
        Map<String, ?> kept = Map.copyOf(settings);
        Map<String, Map<String, Text>> texts = new HashMap<>();
        byLanguage.forEach((language, all) -> {
            Map<String, Text> filled = new HashMap<>();
            all.forEach((key, text) -> filled.put(key, text.with(kept)));
            texts.put(language, filled);
        });
        return new Texts(texts, defaultLanguage);
    }

    /**
     * A text as the customer reads it.
     *
     * @param language  BCP 47 or null; {@code da-DK} is served by {@code da}, an unknown one by the default language
     * @param arguments may hold more than the text names
     * @throws ArgumentException        if a value that the text names is missing or of the wrong kind: better no text than a
     *                                  wrong one, and the caller sends {@code sorry.failed}
     * @throws IllegalArgumentException if there is no such text; routes are checked with {@link #has} when they are loaded
     */
    public String render(String key, String language, Map<String, ?> arguments) {
        return text(key, language).render(arguments);
    }

    /**
     * A text with plausible values, for measuring it: amounts and dates as the language writes them, ten letters for anything else.
     *
     * @param given values that are better known
     * @throws IllegalArgumentException if there is no such text
     */
    public String sample(String key, String language, Map<String, ?> given) {
        return text(key, language).sample(given);
    }

    /**
     * A text as a chart or a list of texts shows it, without a customer: other values than the settings stand as {@code {name}}.
     *
     * @param language as in {@link #render}
     * @throws IllegalArgumentException if there is no such text
     */
    public String outline(String key, String language) {
        return text(key, language).outline();
    }

    /** The languages of the catalogue, BCP 47 in small letters, sorted. */
    public SortedSet<String> languages() {
        return new TreeSet<>(byLanguage.keySet());
    }

    public boolean has(String key) {
        return byLanguage.get(defaultLanguage).containsKey(key);
    }

    /** The names of the values that a text takes; empty if there is no such text. */
    public Set<String> names(String key) {
        return has(key) ? Set.copyOf(byLanguage.get(defaultLanguage).get(key).arguments().keySet()) : Set.of();
    }

    public Set<String> keys() {
        return Set.copyOf(byLanguage.get(defaultLanguage).keySet());
    }

    /** The keys of the texts that are other than in that catalogue, new or gone, in any language. */
    public Set<String> differences(Texts other) {
        Set<String> keys = new TreeSet<>();
        for (String language : byLanguage.keySet()) {
            Map<String, Text> mine = byLanguage.get(language);
            Map<String, Text> theirs = other.byLanguage.getOrDefault(language, Map.of());
            Stream.concat(mine.keySet().stream(), theirs.keySet().stream())
                    .filter(key -> mine.get(key) == null || !mine.get(key).says(theirs.get(key))).forEach(keys::add);
        }
        return keys;
    }

    private Text text(String key, String language) {
        Text text = texts(language).get(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key);
        }
        return text;
    }

    private Map<String, Text> texts(String language) {
        String tag = language == null ? defaultLanguage : language;
        Map<String, Text> exact = byLanguage.get(tag);
        if (exact != null) {
            return exact;
        }
        for (tag = tag.toLowerCase(Locale.ROOT).replace('_', '-'); !byLanguage.containsKey(tag); ) {
            int end = tag.lastIndexOf('-');
            tag = end < 0 ? defaultLanguage : tag.substring(0, end);
        }
        return byLanguage.get(tag);
    }

    private static Map<String, Text> compile(TextFile file, String language, ZoneId zone, List<TextProblem> problems) {
        Map<String, Text> texts = new HashMap<>();
        file.texts().forEach((key, line) -> {
            try {
                texts.put(key, new Text(key, line.text(), language, zone));
            } catch (IllegalArgumentException wrong) {
                problems.add(new TextProblem(file.path(), line.number(), key, "is no pattern (" + wrong.getMessage()
                        + "): write an argument as {name} or {name, number}, and a brace itself as '{'"));
            }
        });
        return texts;
    }
}
