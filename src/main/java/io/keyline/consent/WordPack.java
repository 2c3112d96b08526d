package io.keyline.consent;

import com.ibm.icu.text.SpoofChecker;
import io.keyline.language.Words;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    private static final int ALPHABETS_END = 0x600;

    private final Map<String, List<Entry>> byFirstWord = new HashMap<>();
    private final Map<String, List<Entry>> byLooks = new HashMap<>();
    private final List<Entry> unspaced = new ArrayList<>();
    private final Set<String> answers;
    /** Letters that look like none in an opt-out word: nearly every honest Russian or Greek word has one, and is done with. */
    private final BitSet honest = new BitSet(ALPHABETS_END);

    WordPack(List<Entry> entries, Set<String> answers) {
        this.answers = Set.copyOf(answers);
        Map<List<String>, Entry> unique = new HashMap<>();
        entries.forEach(entry -> unique.merge(entry.words, entry, WordPack::merge));
        unique.values().stream().sorted(Comparator.comparing(Entry::size).reversed()).forEach(this::index);
        String letters = byLooks.values().stream().flatMap(List::stream).flatMap(entry -> entry.words.stream()).map(WordPack::looks)
                .collect(Collectors.joining());
        for (int c = 0x80; c < ALPHABETS_END; c++) {
            honest.set(c, !looks(Character.toString(c)).chars().allMatch(look -> letters.indexOf(look) >= 0));
        }
    }

    static WordPack load() {
        return WordPackFile.read();
    }

    /** The longest entry that stands at this place. */
    Optional<Entry> at(List<String> words, int at) {
        String first = words.get(at);
        Entry found = find(byFirstWord.get(first), words, at);
        if (found == null && mayDeceive(first)) {
            found = find(byLooks.get(looks(first)), words, at);
        }
        return Optional.ofNullable(found);
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

    private Entry find(List<Entry> candidates, List<String> words, int at) {
        if (candidates == null) {
            return null;
        }
        for (Entry entry : candidates) {
            if (at + entry.size() <= words.size() && continues(entry, words, at)) {
                return entry;
            }
        }
        return null;
    }

    private boolean continues(Entry entry, List<String> words, int at) {
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

    private boolean mayDeceive(String word) {
        if (word.length() > LONGEST || Words.isUnspaced(word.codePointAt(0))) {
            return false;
        }
        boolean foreign = false;
        for (int i = 0; i < word.length(); i++) {
            if (honest.get(word.charAt(i))) {
                return false;
            }
            foreign |= word.charAt(i) >= 0x80;
        }
        return foreign;
    }

    /** What the word looks like in capitals (Unicode TR 39, skeleton): in small letters т and T differ. */
    private static String looks(String word) {
        return LOOKS.getSkeleton(word.toUpperCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
    }
}
