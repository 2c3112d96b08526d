package io.keyline.dialogue;

import io.keyline.language.AnswerReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Reads a text as the answer to a question, by the company's calendar. */
public final class QuestionReader {

    private final AnswerReader reader;
    private final ZoneId zone;
    private final String defaultLanguage;

    /** @param defaultLanguage of customers of whom nothing is known, BCP 47 */
    public QuestionReader(AnswerReader reader, ZoneId zone, String defaultLanguage) {
        this.reader = reader;
        this.zone = zone;
        this.defaultLanguage = defaultLanguage;
    }

    /**
     * @param language the customer's, or null
     * @return the answer as the route gets it; empty if it is none
     */
    public Optional<Object> read(Question question, String text, String language, Instant now) {
        return reader.read(question.expected(), text, language == null ? defaultLanguage : language, LocalDate.ofInstant(now, zone));
    }
}
