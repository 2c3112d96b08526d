package io.keyline.deadletter;

import io.keyline.store.Death;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The names of the kinds as operators write them: {@code outgoing}, {@code call}. */
public final class Kinds {

    private Kinds() {
    }

    public static String name(Death.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Death.Kind> of(String name) {
        return Arrays.stream(Death.Kind.values()).filter(kind -> name(kind).equals(name)).findFirst();
    }
}
