package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keyline.language.Expected.Choice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Choices have the words of the catalogue, and yes and no those of the language")
class ChoicesTest {

    @TempDir
    Path messages;

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({"en, Yes, No", "en-GB, Yes, No", "da, Ja, Nej", "ru, Да, Нет", "zh, 是, 否", "zh-TW, 是, 否", "zh-Hant-HK, 是, 否", "de, Ja, Nein",
            "fr, Oui, Non", "es-MX, Sí, No", "sw, Ndiyo, Hapana", "ar, نعم, لا", "nb, Ja, Nei", "xx, Yes, No", ", Yes, No"})
    void yesAndNoAreShownInTheLanguage(String language, String yes, String no) throws TextsException, IOException {
        assertThat(Choices.of(List.of("yes", "no"), texts(""), language)).extracting(Choice::name, Choice::label)
                .containsExactly(tuple("yes", yes), tuple("no", no));
    }

    @Test
    void theCatalogueSaysMoreAndIsShownFirst() throws TextsException, IOException {
        Texts texts = texts("choice.yes = Yes please, yep ,, sure\nchoice.later = Later，tomorrow");
        List<Choice> choices = Choices.of(List.of("yes", "later", "other"), texts, "da");
        assertThat(choices).containsExactly(new Choice("yes", "Yes please", List.of("Yes please", "yep", "sure", "ja", "j")),
                new Choice("later", "Later", List.of("Later", "tomorrow")), new Choice("other", "other", List.of("other")));
    }

    @Test
    void aChoiceHasNoArguments() throws TextsException, IOException {
        Texts texts = texts("choice.later = Later {when}");
        assertThatThrownBy(() -> Choices.of(List.of("later"), texts, "en")).isInstanceOf(ArgumentException.class);
    }

    @Test
    void aListOfTheBackOffice() {
        List<Choice> choices = Choices.ofList(List.of(Map.of("id", 7, "name", "Fiber\n100", "price", 5), Map.of("id", "b", "name", "Mobil")));
        assertThat(choices).containsExactly(new Choice("7", "Fiber 100", List.of("Fiber 100")), new Choice("b", "Mobil", List.of("Mobil")));
        assertThat(Choices.shown(choices, 1)).isEqualTo("1 Fiber 100\n2 Mobil");
        assertThat(Choices.shown(choices.subList(1, 2), 9)).isEqualTo("9 Mobil");
        assertThat(Choices.shown(List.of(), 1)).isEmpty();
    }

    @Test
    void anElementWithoutIdOrNameIsNamed() {
        Map<String, Object> right = Map.of("id", 1, "name", "secret");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of(), Map.of("id", "1"), Map.of("name", "secret"),
                Map.of("id", 1, "name", " "), Map.of("id", List.of(), "name", "secret"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Choices.ofList(List.of(right, wrong)))
                    .withMessageMatching("element 2 of the list has no (id|name)");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Choices.ofList(Collections.singletonList(null)))
                .withMessage("element 1 of the list has no id");
    }

    @Test
    void theWordsBelongToTheirLanguage() {
        assertThat(YesNo.words(true, "da")).containsExactly("ja", "j");
        assertThat(YesNo.words(true, "sw")).containsExactly("Ndiyo", "N");
        assertThat(YesNo.words(false, "en")).containsExactly("no", "n");
        assertThat(YesNo.words(false, "zh-Hant-TW")).containsExactly("否", "不");
        assertThat(YesNo.words(true, "hi-Latn")).containsExactly("yes", "y");
        assertThat(YesNo.words(true, "sr-Latn")).containsExactly("da", "d");
        assertThat(YesNo.words(true, "ru-KZ")).containsExactly("да", "д");
        assertThat(YesNo.words(true, "nonsense!")).containsExactly("yes", "y");
    }

    private static Stream<String> languages() {
        return Stream.of(Locale.getAvailableLocales()).map(Locale::toLanguageTag).distinct().sorted();
    }

    @Test
    void noWordOfALanguageIsYesAndNo() {
        assertThat(languages().filter(language -> !Collections.disjoint(folded(true, language), folded(false, language)))).isEmpty();
        assertThat(languages().filter(language -> folded(true, language).contains("") || folded(false, language).contains(""))).isEmpty();
    }

    private static Set<String> folded(boolean yes, String language) {
        return YesNo.words(yes, language).stream().map(Words::fold).collect(Collectors.toCollection(HashSet::new));
    }

    private Texts texts(String content) throws IOException, TextsException {
        Files.writeString(messages.resolve("en.properties"), content, StandardCharsets.UTF_8);
        return Texts.load(messages, List.of("en"), "en");
    }
}
