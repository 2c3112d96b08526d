package io.keyline.channel.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a provider's words and numbers mean to us, as a route says it: {@code delivered=DELIVERED,400-499=REFUSED}. The first that
 * fits counts; case does not.
 */
final class Words<M extends Enum<M>> {

    /** A word, or a range of numbers. */
    private record Rule<M>(String word, int first, int last, M meaning) {

        boolean fits(String said) {
            if (first < 0) {
                return word.equalsIgnoreCase(said);
            }
            return said.matches("\\d{1,9}") && first <= Integer.parseInt(said) && Integer.parseInt(said) <= last;
        }
    }

    private final Class<M> meanings;
    private final List<Rule<M>> rules;

    private Words(Class<M> meanings, String written) {
        this.meanings = meanings;
        this.rules = Arrays.stream(written.split(",")).map(String::trim).filter(rule -> !rule.isEmpty()).map(this::rule).toList();
    }

    /** @throws IllegalArgumentException if what is written is not of that form, or names a meaning that there is not */
    static <M extends Enum<M>> Words<M> of(Class<M> meanings, String written) {
        return new Words<>(meanings, written);
    }

    private Rule<M> rule(String written) {
        int equals = written.lastIndexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + written + "' should be WORD=MEANING");
        }
        String word = written.substring(0, equals).trim();
        M meaning = meaning(written.substring(equals + 1).trim());
        if (!word.matches("\\d{1,9}(-\\d{1,9})?")) {
            return new Rule<>(word, -1, -1, meaning);
        }
        String[] range = word.split("-");
        return new Rule<>(word, Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]), meaning);
    }

    private M meaning(String name) {
        return Arrays.stream(meanings.getEnumConstants()).filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of " + Arrays.toString(meanings.getEnumConstants())));
    }

    /** What this word means, if it was said. */
    Optional<M> meaningOf(String said) {
        return rules.stream().filter(rule -> rule.fits(said.trim())).map(Rule::meaning).findFirst();
    }
}
