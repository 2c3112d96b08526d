package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.language.Expected.Choice;
import io.keyline.language.Expected.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("One of several choices is understood by number and by word, and never guessed")
class ChoiceAnswerTest {

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            en | yes                | yes
            en | YES!               | yes
            en | ' “Yes.” '         | yes
            en | y                  | yes
            en | yes please         | yes
            en | yes, please        | yes
            en | Yes,thank you      | yes
            en | no thanks          | no
            en | No, not now thanks | no
            en | yes or no          |
            en | yes no             |
            en | no 1               |
            en | yes 1              | yes
            en | 1 yes              | yes
            en | 1 no               |
            en | 1 day              |
            en | y not              |
            en | oh yes             |
            en | yes but only if you ring me first |
            en | yesterday          |
            en | ja                 |
            en | N                  | no
            sw | N                  | yes
            sw | ndiyo              | yes
            sw | hapana             | no
            sw | no                 | no
            da | ja                 | yes
            da | Ja tak             | yes
            da | nej tak            | no
            da | ja nej             |
            da | yes                | yes
            ru | Да                 | yes
            ru | да, спасибо        | yes
            ru | нет                | no
            ru | да нет             |
            zh | 是                 | yes
            zh | 确定               | yes
            zh | 否                 | no
            zh | 是，谢谢            | yes
            zh | 不是               |
            zh-TW | 不              | no
            ar | نعم                | yes
            ar | لا شكرا            | no
            hi | हाँ                 | yes
            tr | evet               | yes
            """)
    void yesAndNoInTheirOwnLanguage(String language, String text, String name) {
        assertThat(read(yesOrNo(language), text)).isEqualTo(Optional.ofNullable(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", " 2 ", "2.", "#2", "2)", "(2)", "“2”", "٢", "۲", "２", "२", "২", "②", "2️⃣", "02", "\u200F2", "2\u0000"})
    void aNumberCountsInEveryScript(String text) {
        assertThat(read(yesOrNo("en"), text)).contains("no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "1.5", "1/2", "1 2", "99999999999", "", " ", "...", "-", "😀", "\u0000"})
    void whatIsNoChoiceIsRefused(String text) {
        assertThat(read(yesOrNo("en"), text)).isEmpty();
    }

    @Test
    void aListIsReadByNumberAndByName() {
        List<Choice> plans = list("Fiber 100", "Fiber 500 with router and a box", "Mobil");
        assertThat(read(plans, "fiber 100")).contains("id1");
        assertThat(read(plans, "2")).contains("id2");
        assertThat(read(plans, "fiber 500 with router and a box")).contains("id2");
        assertThat(read(plans, "2 Fiber 500 with router and a box")).contains("id2");
        assertThat(read(plans, "3 mobil")).contains("id3");
        assertThat(read(plans, "1 mobil")).isEmpty();
        assertThat(read(plans, "mobil tak")).contains("id3");
        assertThat(read(plans, "fiber")).isEmpty();
    }

    @Test
    void twoThatReadAlikeAreToldApartByNumberAlone() {
        List<Choice> alike = list("Oslo", "Oslo");
        assertThat(read(alike, "oslo")).isEmpty();
        assertThat(read(alike, "2")).contains("id2");
    }

    @Test
    void aNumberThatIsAlsoTheWordOfAnotherChoiceIsRefused() {
        List<Choice> gigabytes = list("5", "2", "20");
        assertThat(read(gigabytes, "2")).contains("id2");
        assertThat(read(gigabytes, "20")).contains("id3");
        assertThat(read(list("2", "5"), "2")).isEmpty();
    }

    @Test
    void aNameIsAWordTooAndGivesWayToWhatTheCustomerWasShown() {
        List<Choice> choices = List.of(new Choice("2", "Now", List.of("now")), new Choice("later", "Later", List.of("later")));
        assertThat(read(choices, "2")).contains("later");
        assertThat(read(List.of(new Choice("renew", "Forny", List.of("forny"))), "renew")).contains("renew");
    }

    private static List<Choice> list(String... names) {
        return Choices.ofList(IntStream.range(0, names.length)
                .mapToObj(i -> Map.<String, Object>of("id", "id" + (i + 1), "name", names[i])).toList());
    }

    private static List<Choice> yesOrNo(String language) {
        return List.of(new Choice("yes", "?", YesNo.words(true, language)), new Choice("no", "?", YesNo.words(false, language)));
    }

    private static Optional<Object> read(List<Choice> choices, String text) {
        return new AnswerReader("DK", "DKK").read(new Expected(Kind.CHOICE, choices), text, "en", LocalDate.EPOCH);
    }
}
