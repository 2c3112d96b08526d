package io.keyline.language;

import com.ibm.icu.text.CaseMap;
import com.ibm.icu.text.ListFormatter;
import io.keyline.language.Expected.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The choices of a question, with what a customer may write for each. */
public final class Choices {

    private static final Pattern COMMA = Pattern.compile("[,，、،]");

    private Choices() {
    }

    /**
     * The choices that a route names. The words of each are the text {@code choice.NAME}, parted by commas, the first one shown;
     * those of {@code yes} and {@code no} also {@link YesNo}'s; without either, the name.
     *
     * @param language of the customer (BCP 47), or null
     * @throws ArgumentException if a text {@code choice.NAME} names arguments: it has none
     */
    public static List<Choice> of(List<String> names, Texts texts, String language) {
        return names.stream().map(name -> choice(name, texts, language)).toList();
    }

    /**
     * The choices that a back office gave.
     *
     * @param elements each with {@code id} (text or a number) and {@code name}, which is shown
     * @throws IllegalArgumentException if one lacks either: says which, from 1, and quotes no value
     */
    public static List<Choice> ofList(List<Map<String, Object>> elements) {
        return IntStream.range(0, elements.size()).mapToObj(i -> {
            String id = value(elements.get(i), "id", i + 1);
            String name = value(elements.get(i), "name", i + 1);
            return new Choice(id, name, List.of(name));
        }).toList();
    }

    /**
     * The lines that a customer sees: {@code 1 Name}.
     *
     * @param page what is shown of the choices
     * @param from the number of its first, from 1
     */
    public static String shown(List<Choice> page, int from) {
        return IntStream.range(0, page.size()).mapToObj(i -> from + i + " " + page.get(i).label()).collect(Collectors.joining("\n"));
    }

    /**
     * How to answer, for a channel that has nothing but text: {@code Answer YES or NO.} The texts are {@code ask.how} and
     * {@code ask.how.one}. More than two choices have their numbers.
     *
     * @param language of the customer (BCP 47)
     */
    public static String how(List<Choice> choices, Texts texts, String language) {
        List<String> words = IntStream.range(0, choices.size()).mapToObj(i -> texts.render("ask.how.one", language,
                Map.of("choice", (choices.size() > 2 ? i + 1 + " " : "") + choices.get(i).label()))).toList();
        String alternatives = ListFormatter.getInstance(Locale.forLanguageTag(language), ListFormatter.Type.OR, ListFormatter.Width.WIDE)
                .format(words);
        return texts.render("ask.how", language, Map.of("choices", alternatives));
    }

    private static Choice choice(String name, Texts texts, String language) {
        List<String> words = new ArrayList<>(written("choice." + name, texts, language));
        boolean yes = name.equals("yes");
        if (yes || name.equals("no")) {
            if (words.isEmpty()) {
                Locale locale = Locale.forLanguageTag(language == null ? "" : language);
                words.add(CaseMap.toTitle().wholeString().noLowercase().apply(locale, null, YesNo.label(yes, language)));
            }
            words.addAll(YesNo.words(yes, language));
        }
        if (words.isEmpty()) {
            words.add(name);
        }
        return new Choice(name, words.getFirst(), List.copyOf(words));
    }

    private static List<String> written(String key, Texts texts, String language) {
        Stream<String> words = texts.has(key) ? COMMA.splitAsStream(texts.render(key, language, Map.of())) : Stream.of();
        return words.map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    }

    private static String value(Map<String, Object> element, String key, int number) {
        Object value = element == null ? null : element.get(key);
        String text = value instanceof String || value instanceof Number ? Plain.visible(value.toString()) : "";
        if (text.isEmpty()) {
            throw new IllegalArgumentException("element " + number + " of the list has no " + key);
        }
        return text;
    }
}
