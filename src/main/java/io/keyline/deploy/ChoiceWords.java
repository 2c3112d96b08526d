package io.keyline.deploy;

import io.keyline.language.ArgumentException;
import io.keyline.language.Choices;
import io.keyline.language.Expected.Choice;
import io.keyline.language.Texts;
import io.keyline.language.Words;
import io.keyline.route.AskEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What customers may write to choose, in each language of the catalogue. */
record ChoiceWords(Texts texts) {

    /** The choices whose words are known in each language, without a text of the catalogue. */
    static final Set<String> BUILT_IN = Set.of("yes", "no");

    /**
     * A word for a choice.
     *
     * @param language in which it counts
     */
    record Answer(String choice, String word, String language) {
    }

    /** The names of the choices, in order. */
    static List<String> names(AskEndpoint ask) {
        return Arrays.stream(ask.getChoices().split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    /** The words of all choices in all languages, each once however it is spelled. */
    List<Answer> of(AskEndpoint ask) {
        return texts.languages().stream().flatMap(language -> choices(ask, language).stream()
                .flatMap(choice -> words(choice).map(word -> new Answer(choice.name(), word, language)))).toList();
    }

    /** Empty if a text {@code choice.NAME} names arguments, which it cannot have. */
    List<Choice> choices(AskEndpoint ask, String language) {
        try {
            return Choices.of(names(ask), texts, language);
        } catch (ArgumentException named) {
            return List.of();
        }
    }

    private static Stream<String> words(Choice choice) {
        return choice.words().stream().collect(Collectors.toMap(Words::fold, word -> word, (one, same) -> one)).values().stream().sorted();
    }
}
