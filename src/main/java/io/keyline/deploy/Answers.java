package io.keyline.deploy;

import io.keyline.language.ArgumentException;
import io.keyline.language.Texts;
import io.keyline.route.AskEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What customers may write to choose, in each language of the catalogue. */
record Answers(Texts texts) {

    /** The choices whose words are known in each language, without a text of the catalogue. */
    static final Set<String> BUILT_IN = Set.of("yes", "no");

    /**
     * A word for a choice.
     *
     * @param language in which it counts
     */
    record Answer(String choice, String word, String language) {

        boolean isName() {
            return word.equals(choice);
        }
    }

    /** The names of the choices, in order. */
    static List<String> names(AskEndpoint ask) {
        return Arrays.stream(ask.getChoices().split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    /** The names of the choices, which count in each language, and the words that the catalogue gives them. */
    List<Answer> of(AskEndpoint ask) {
        return texts.languages().stream().flatMap(language -> names(ask).stream()
                .flatMap(name -> words(name, language).map(word -> new Answer(name, word, language)))).toList();
    }

    private Stream<String> words(String name, String language) {
        String key = "choice." + name;
        Stream<String> words = texts.has(key) ? Arrays.stream(text(key, language).split("[,，、،]")).map(String::strip) : Stream.empty();
        return Stream.concat(Stream.of(name), words.filter(word -> !word.isEmpty())).distinct();
    }

    private String text(String key, String language) {
        try {
            return texts.render(key, language, Map.of());
        } catch (ArgumentException named) {
            return "";
        }
    }
}
