package io.keyline.consent;

import com.ibm.icu.text.SpoofChecker;
import io.keyline.language.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reserved words of all languages, for finding them in a message. */
final class WordPack {

    /** What a word of the pack does; a word that two languages use differently does what comes first here. */
    enum Role {
        HARD, SOFT, PHRASE, HELP, OPT_IN;

        boolean isOptOut() {
            return this == HARD || this == SOFT || this == PHRASE;
        }
    }

    /**
     * @param spelling as the pack has it
     * @param words    as {@link Tokens} gives them
     * @param language or null if it serves several
     */
    record Entry(String spelling, List<String> words, Role role, String language) {

        int size() {
            return words.size();
        }
    }

    private static final SpoofChecker LOOKS = new SpoofChecker.Builder().build();
    private static final int LONGEST = 20;

    private final Map<String, List<Entry>> byFirstWord = new HashMap<>();
    private final Map<String, List<Entry>> byLooks = new HashMap<>();
    private final List<Entry> unspaced = new ArrayList<>();
    private final Set<String> answers;

    WordPack(List<Entry> entries, Set<String> answers) {
        this.answers = Set.copyOf(answers);
        Map<List<String>, Entry> unique = new HashMap<>();
        entries.forEach(entry -> unique.merge(entry.words, entry, WordPack::merge));
        unique.values().stream().sorted(Comparator.comparing(Entry::size).reversed()).forEach(this::index);
    }

    static WordPack load() {
        return WordPackFile.read();
    }

    /** The longest entry that stands at this place. */
    Optional<Entry> at(List<String> words, int at) {
        String first = words.get(at);
        Optional<Entry> found = find(byFirstWord.get(first), words, at);
        return found.isPresent() || !mayDeceive(first) ? found : find(byLooks.get(looks(first)), words, at);
    }

    /** An opt-out word or phrase that stands at this place, or inside the letters here if their script has no spaces. */
    Optional<Entry> optOutAt(List<String> words, int at) {
        return at(words, at).filter(entry -> entry.role.isOptOut()).or(() -> inside(words.get(at)));
    }

    boolean isAnswer(String word) {
        return answers.contains(word);
    }

    private Optional<Entry> inside(String word) {
        boolean spaced = !Words.isUnspaced(word.codePointAt(0));
        return spaced ? Optional.empty() : unspaced.stream().filter(entry -> word.contains(entry.words.getFirst())).findFirst();
    }

    private void index(Entry entry) {
        String first = entry.words.getFirst();
        byFirstWord.computeIfAbsent(first, f -> new ArrayList<>()).add(entry);
        if (entry.role.isOptOut()) {
            byLooks.computeIfAbsent(looks(first), f -> new ArrayList<>()).add(entry);
        }
        if (entry.role.isOptOut() && first.codePoints().allMatch(Words::isUnspaced)) {
            unspaced.add(entry);
        }
    }

    private static Optional<Entry> find(List<Entry> candidates, List<String> words, int at) {
        if (candidates == null) {
            return Optional.empty();
        }
        return candidates.stream().filter(entry -> at + entry.size() <= words.size() && continues(entry, words, at)).findFirst();
    }

    private static boolean continues(Entry entry, List<String> words, int at) {
        for (int i = 1; i < entry.size(); i++) {
            String word = words.get(at + i);
            String wanted = entry.words.get(i);
            boolean same = word.equals(wanted) || entry.role.isOptOut() && mayDeceive(word) && looks(word).equals(looks(wanted));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Entry merge(Entry one, Entry other) {
        Entry stronger = one.role.compareTo(other.role) <= 0 ? one : other;
        return new Entry(stronger.spelling, stronger.words, stronger.role, null);
    }

    private static boolean mayDeceive(String word) {
        return word.length() <= LONGEST && word.chars().anyMatch(c -> c >= 0x80);
    }

    /** What the word looks like in capitals (Unicode TR 39, skeleton): in small letters т and T differ. */
    private static String looks(String word) {
        return LOOKS.getSkeleton(word.toUpperCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
    }
}
