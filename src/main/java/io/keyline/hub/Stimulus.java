package io.keyline.hub;

/**
 * Why a conversation that waited at a question goes on.
 *
 * @param answer for {@link Kind#ANSWER} what the customer, or an employee in their stead, answered
 * @param words  for {@link Kind#NOT_UNDERSTOOD} what the customer wrote
 */
public record Stimulus(Kind kind, Object answer, String words) {

    /** What happened. */
    public enum Kind {
        /** Nothing that concerns a question. */
        NONE,
        ANSWER,
        /** The customer wrote something that is no answer. */
        NOT_UNDERSTOOD,
        /** An employee wants the customer to be asked again. */
        ASK_AGAIN,
        /** The customer wants to see more of the list. */
        MORE,
        /** The customer is here again, and wants to know what was asked. */
        REPEAT,
        /** It is time to remind. */
        REMIND,
        /** The answer was waited for long enough. */
        NO_ANSWER
    }

    static final Stimulus NOTHING = of(Kind.NONE);

    public static Stimulus of(Kind kind) {
        return new Stimulus(kind, null, null);
    }

    public static Stimulus answer(Object value) {
        return new Stimulus(Kind.ANSWER, value, null);
    }

    public static Stimulus notUnderstood(String words) {
        return new Stimulus(Kind.NOT_UNDERSTOOD, null, words);
    }
}
