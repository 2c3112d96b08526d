package io.keyline.language;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;

/**
 * A word, or a few, that start a command.
 *
 * @param word     as the route file spells it, for example {@code SALDO} or {@code STOP ALL}; at most 40 characters
 * @param language the language that its use tells of the customer (BCP 47), or null if it tells none
 */
public record Keyword(String word, String language) {

    private static final int LONGEST = 40;
    private static final String NOT_A_COMMA = ";:|，；：、،؛";
    private static final Set<Character.UnicodeScript> LOOKALIKES = EnumSet.of(Character.UnicodeScript.LATIN,
            Character.UnicodeScript.CYRILLIC, Character.UnicodeScript.GREEK);

    /** @throws IllegalArgumentException if no customer could write the word so that it matches; says what to write */
    public Keyword {
        word = word.strip();
        require(!Words.fold(word).isEmpty(), "keyword \"%s\" is empty: write at least one letter, digit or emoji", word);
        require(word.length() <= LONGEST, "keyword \"%s\" is too long: write at most " + LONGEST + " characters", word);
        require(word.chars().noneMatch(c -> NOT_A_COMMA.indexOf(c) >= 0),
                "keyword \"%s\" is parted by the wrong sign: write a comma between words, and language:WORD with a known language", word);
        require(word.codePoints().mapToObj(Character.UnicodeScript::of).filter(LOOKALIKES::contains).distinct().count() <= 1,
                "keyword \"%s\" mixes alphabets whose letters look alike: write it in one", word);
    }

    /**
     * Reads what a route file says: words parted by commas, each with its language before it or without,
     * {@code "da:SALDO,ru:БАЛАНС,BAL"}.
     *
     * @return empty if the text is blank
     * @throws IllegalArgumentException if an element is wrong: names it and says what to write
     */
    public static List<Keyword> parse(String aliases) {
        if (aliases.isBlank()) {
            return List.of();
        }
        List<Keyword> keywords = new ArrayList<>();
        for (String element : aliases.split(",", -1)) {
            try {
                Keyword keyword = read(element.strip());
                require(keywords.stream().noneMatch(keyword::sameWord), "keyword \"%s\" is there twice: write it once, and without "
                        + "language if it serves several", keyword.word);
                keywords.add(keyword);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("aliases \"" + aliases + "\": " + wrong.getMessage(), wrong);
            }
        }
        return List.copyOf(keywords);
    }

    /** The form in which it is compared with what customers write. */
    public String folded() {
        return Words.fold(word);
    }

    private static Keyword read(String element) {
        int colon = element.indexOf(':');
        if (colon < 0) {
            return new Keyword(element, null);
        }
        String language = element.substring(0, colon).strip();
        return new Keyword(element.substring(colon + 1), language(language, element));
    }

    private static String language(String tag, String element) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            boolean known = !locale.getLanguage().isEmpty() && !locale.getISO3Language().isEmpty()
                    && !locale.getDisplayLanguage(Locale.ENGLISH).equals(locale.getLanguage());
            require(known, "\"%s\" has an unknown language: write one such as en:, da: or zh: before the word, or none", element);
            return locale.toLanguageTag();
        } catch (IllformedLocaleException | MissingResourceException unknown) {
            throw new IllegalArgumentException("\"" + element
                    + "\" has an unknown language: write one such as en:, da: or zh: before the word, or none", unknown);
        }
    }

    private boolean sameWord(Keyword other) {
        return folded().equals(other.folded());
    }

    private static void require(boolean right, String message, String word) {
        if (!right) {
            throw new IllegalArgumentException(message.formatted(word));
        }
    }
}
