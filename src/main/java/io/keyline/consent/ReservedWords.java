package io.keyline.consent;

import io.keyline.consent.Reading.Kind;
import io.keyline.consent.WordPack.Entry;
import io.keyline.consent.WordPack.Role;
import io.keyline.language.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads STOP, HELP, START and their likes, in all languages at once (consent, sections 2, 3 and 6). The words are in
 * {@code reserved-words.txt}. Opt-out words are also found when look-alike letters spell them.
 *
 * <p>A message that is neither of these, such as "NO STOP" or "yes but stop after this", is not an automatic opt-out, since it
 * may mean the opposite. But STOP wins over the yes or no: the message is a possible opt-out ({@link #STOP_AFTER_ANSWER}),
 * goes before the open question, and nothing is sent until an employee has decided.
 */
public final class ReservedWords {

    /** The message is a hard word and nothing else. */
    public static final String HARD_ALONE = "hard-alone";
    /** A hard word begins a message of at most 3 words; a word said again is not counted again. */
    public static final String HARD_FIRST_WORD = "hard-first-word";
    /** The message is a soft word and nothing else. */
    public static final String SOFT_ALONE = "soft-alone";
    /** The message is one of the phrases and nothing else. */
    public static final String PHRASE = "phrase";
    /** The message begins with a yes or no, and a hard word follows. */
    public static final String STOP_AFTER_ANSWER = "stop-after-answer";
    /** A hard word, soft word or phrase is somewhere in a longer text. */
    public static final String WORD_IN_TEXT = "word-in-text";
    /** The message is a help word and nothing else. */
    public static final String HELP_ALONE = "help-alone";
    /** The message is an opt-in word and nothing else. */
    public static final String OPT_IN_ALONE = "opt-in-alone";

    private static final int MOST_WORDS = 3;
    private static final WordPack PACK = WordPack.load();
    private static final Map<String, String> SOME_PROVIDERS = Map.of(
            "yes", "YES opts customers in at some providers (Twilio, Braze)",
            "no", "NO opts customers out at some providers (Adobe with Infobip)");

    private ReservedWords() {
    }

    /**
     * Why a word is no good as a keyword or as an answer.
     *
     * @param always true if it is refused everywhere, false if only at some providers, and else worth a warning
     * @param reason for the author of the route
     */
    public record Reservation(String word, boolean always, String reason) {
    }

    /** What the message means, or empty if it holds no reserved word. */
    public static Optional<Reading> read(String text) {
        List<String> words = Tokens.of(text);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return wholeMessage(words).or(() -> hardFirst(words)).or(() -> within(words));
    }

    /** Whether a longer text holds a word that would opt out alone, whatever the open question. */
    static boolean isHardInText(Reading reading) {
        return reading.kind() == Kind.POSSIBLE_OPT_OUT && read(reading.word()).filter(word -> word.kind() == Kind.HARD_OPT_OUT).isPresent();
    }

    /**
     * Whether a route may have the word as a keyword, or a question as an answer. Routes that are themselves the handling of a
     * reserved word say {@code reserved=true} and do not ask.
     */
    public static Optional<Reservation> reserved(String keyword) {
        String some = SOME_PROVIDERS.get(Words.fold(keyword));
        if (some != null) {
            return Optional.of(new Reservation(keyword, false, some));
        }
        return read(keyword).filter(reading -> reading.kind() != Kind.POSSIBLE_OPT_OUT).map(reading -> reservation(keyword, reading));
    }

    private static Reservation reservation(String keyword, Reading reading) {
        String word = reading.word();
        return switch (reading.kind()) {
            case HELP -> new Reservation(keyword, true, word + " has to be answered with help, always");
            case OPT_IN -> new Reservation(keyword, true, word + " opts customers in");
            case SOFT_OPT_OUT -> new Reservation(keyword, false, word + " alone opts customers out, unless the open question offers it; "
                    + "some providers (Twilio, Telnyx, Sinch, AWS, US and Canadian numbers) do so whatever we say");
            default -> new Reservation(keyword, true, word + " opts customers out, before any keyword or answer");
        };
    }

    private static Optional<Reading> wholeMessage(List<String> words) {
        return PACK.at(words, 0).filter(entry -> entry.size() == words.size()).map(entry -> switch (entry.role()) {
            case HARD -> reading(Kind.HARD_OPT_OUT, entry, HARD_ALONE);
            case SOFT -> reading(Kind.SOFT_OPT_OUT, entry, SOFT_ALONE);
            case PHRASE -> reading(Kind.PHRASE_OPT_OUT, entry, PHRASE);
            case HELP -> reading(Kind.HELP, entry, HELP_ALONE);
            case OPT_IN -> reading(Kind.OPT_IN, entry, OPT_IN_ALONE);
        });
    }

    private static Optional<Reading> hardFirst(List<String> words) {
        return PACK.at(words, 0).filter(entry -> entry.role() == Role.HARD && areFew(words)).map(entry -> new Reading(Kind.HARD_OPT_OUT,
                entry.spelling(), HARD_FIRST_WORD, entry.language(), List.copyOf(words.subList(entry.size(), words.size()))));
    }

    private static Optional<Reading> within(List<String> words) {
        Entry found = null;
        for (int at = 0; at < words.size() && (found == null || found.role() != Role.HARD); at++) {
            Entry entry = PACK.optOutAt(words, at).orElse(null);
            if (entry != null && (found == null || entry.role() == Role.HARD)) {
                found = entry;
            }
        }
        if (found == null) {
            return Optional.empty();
        }
        boolean answer = found.role() == Role.HARD && PACK.isAnswer(words.getFirst());
        return Optional.of(reading(Kind.POSSIBLE_OPT_OUT, found, answer ? STOP_AFTER_ANSWER : WORD_IN_TEXT));
    }

    private static boolean areFew(List<String> words) {
        return words.size() <= MOST_WORDS || words.size() < 50 && new HashSet<>(words).size() <= MOST_WORDS;
    }

    private static Reading reading(Kind kind, Entry entry, String rule) {
        return new Reading(kind, entry.spelling(), rule, entry.language(), List.of());
    }
}
