package io.keyline.language;

import java.util.List;

/**
 * What a question accepts as its answer.
 *
 * @param choices for {@link Kind#CHOICE}: what there is to choose from, in order; else empty
 */
public record Expected(Kind kind, List<Choice> choices) {

    /** The kinds of answers. */
    public enum Kind {
        CHOICE, TEXT, NUMBER, AMOUNT, DATE, PHONE, EMAIL,
        /** Digits that are never stored or logged in clear. */
        PIN
    }

    /**
     * One of several answers.
     *
     * @param name  by which the route knows it
     * @param label as the customer is shown it
     * @param words what a customer may write for it, besides its number in the list, in their language
     */
    public record Choice(String name, String label, List<String> words) {
    }

    public static Expected of(Kind kind) {
        return new Expected(kind, List.of());
    }
}
