package io.keyline.worklist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an employee closes an item. */
public enum Outcome {
    /** It is settled; {@code answered} in the records if the customer was answered from it. */
    CLOSED,
    /** The customer wants no messages. */
    OPTED_OUT,
    /** What looked like an opt-out was none. */
    NO_OPT_OUT;

    public static Optional<Outcome> of(String word) {
        return Arrays.stream(values()).filter(outcome -> outcome.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
