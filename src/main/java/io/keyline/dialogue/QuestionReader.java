package io.keyline.dialogue;

import io.keyline.language.AnswerReader;
import io.keyline.language.Choices;
import io.keyline.language.Expected;
import io.keyline.language.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a text as the answer to a question, by the company's calendar. */
public final class QuestionReader {

    private final AnswerReader reader;
    private final ZoneId zone;
    private final Supplier<Texts> texts;
    private final String defaultLanguage;

    /**
     * @param texts           have the words of choices; asked for each time
     * @param defaultLanguage of customers of whom nothing is known, BCP 47
     */
    public QuestionReader(AnswerReader reader, Supplier<Texts> texts, ZoneId zone, String defaultLanguage) {
        this.reader = reader;
        this.texts = texts;
        this.zone = zone;
        this.defaultLanguage = defaultLanguage;
    }

    /**
     * @param language the customer's, or null
     * @return the answer as the route gets it; empty if it is none
     */
    public Optional<Object> read(Question question, String text, String language, Instant now) {
        String spoken = language == null ? defaultLanguage : language;
        LocalDate today = LocalDate.ofInstant(now, zone);
        return reader.read(question.expected(), text, spoken, today)
                .or(() -> inOtherWords(question.expected(), spoken).flatMap(expected -> reader.read(expected, text, spoken, today)));
    }

    /** Who changes the language with a question open may answer in the new one. */
    private Optional<Expected> inOtherWords(Expected expected, String language) {
        Texts texts = this.texts.get();
        List<String> names = expected.choices().stream().map(Expected.Choice::name).toList();
        boolean ofTheCatalogue = !names.isEmpty() && names.stream().allMatch(name -> texts.has("choice." + name));
        return ofTheCatalogue ? Optional.of(new Expected(expected.kind(), Choices.of(names, texts, language))) : Optional.empty();
    }
}
