package io.keyline.language;

import io.keyline.language.Expected.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of several choices: its number, its words or its name as the whole message; or its words at the start of a short one that
 * mentions no other choice ({@code yes please}).
 */
final class ChoiceAnswer {

    private static final int SHORT = 4;
    private static final Pattern NUMBER = Pattern.compile("0{0,3}[1-9][0-9]{0,3}");
    private static final Pattern GAP = Pattern.compile("[ ,.;:!?،。、…]+");

    /** @param phrases the words of each way to write the choice, folded */
    private record Candidate(Choice choice, int number, List<List<String>> phrases) {

        static Candidate of(Choice choice, int number) {
            return new Candidate(choice, number, Stream.concat(choice.words().stream(), Stream.of(choice.label()))
                    .map(ChoiceAnswer::words).filter(Predicate.not(List::isEmpty)).distinct().toList());
        }

        boolean isNumber(String word) {
            return NUMBER.matcher(word).matches() && Integer.parseInt(word) == number;
        }

        /** Its number, its words, or both: {@code 1 Fiber} is a line copied from the question. */
        boolean is(List<String> words) {
            List<String> rest = words.subList(1, words.size());
            return phrases.contains(words) || isNumber(words.getFirst()) && (rest.isEmpty() || phrases.contains(rest));
        }

        boolean isIn(List<String> words) {
            return phrases.stream().anyMatch(phrase -> Collections.indexOfSubList(words, phrase) >= 0)
                    || words.stream().anyMatch(this::isNumber);
        }

        /** A lone letter is a word of its own when others follow: {@code y not}. */
        boolean begins(List<String> words) {
            return phrases.stream().anyMatch(phrase -> isWord(phrase) && Collections.indexOfSubList(words, phrase) == 0);
        }

        private static boolean isWord(List<String> phrase) {
            return phrase.size() > 1 || phrase.getFirst().codePointCount(0, phrase.getFirst().length()) > 1
                    || Words.isUnspaced(phrase.getFirst().codePointAt(0));
        }
    }

    private ChoiceAnswer() {
    }

    /** @return the name of the choice; empty if the text fits none, or more than one */
    static Optional<String> read(List<Choice> choices, String text) {
        List<String> words = words(text);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        List<Candidate> candidates = candidates(choices);
        List<Candidate> meant = those(candidates, candidate -> candidate.is(words));
        if (meant.isEmpty()) {
            // the customer was not shown the names: they give way to what was
            meant = those(candidates, candidate -> words(candidate.choice.name()).equals(words));
        }
        if (meant.isEmpty() && words.size() <= SHORT) {
            meant = those(candidates, candidate -> candidate.isIn(words));
            meant = meant.size() == 1 ? those(meant, candidate -> candidate.begins(words)) : List.of();
        }
        return only(meant);
    }

    private static Optional<String> only(List<Candidate> meant) {
        Set<String> names = new LinkedHashSet<>();
        meant.forEach(candidate -> names.add(candidate.choice.name()));
        return names.size() == 1 ? Optional.of(names.iterator().next()) : Optional.empty();
    }

    private static List<Candidate> candidates(List<Choice> choices) {
        List<Candidate> candidates = new ArrayList<>(choices.size());
        for (Choice choice : choices) {
            candidates.add(Candidate.of(choice, candidates.size() + 1));
        }
        return candidates;
    }

    private static List<Candidate> those(List<Candidate> candidates, Predicate<Candidate> right) {
        return candidates.stream().filter(right).toList();
    }

    private static List<String> words(String text) {
        return GAP.splitAsStream(Plain.signs(Words.fold(text))).filter(Predicate.not(String::isEmpty)).toList();
    }
}
