package io.keyline.hub;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The meters of one name, one for each combination of its labels. They are kept here, for to look one up in its registry costs a
 * message more than to count it.
 */
final class Family<M extends Meter> {

    private static final String NONE = "none";
    /** More than operators ever name; what comes after it is counted together. */
    private static final int MOST = 1_000;

    private final Map<List<String>, M> meters = new ConcurrentHashMap<>();
    private final List<String> labels;
    private final Function<Tags, M> made;

    /** @param made registers the meter of these labels */
    Family(List<String> labels, Function<Tags, M> made) {
        this.labels = labels;
        this.made = made;
    }

    /** @param values of the labels, in their order; only what operators and the code write, never what a customer does */
    M of(String... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == null ? NONE : values[i];
        }
        List<String> key = List.of(values);
        M known = meters.get(key);
        return known != null ? known
                : meters.computeIfAbsent(meters.size() < MOST ? key : Collections.nCopies(key.size(), "other"), this::make);
    }

    private M make(List<String> values) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            tags.add(Tag.of(labels.get(i), values.get(i)));
        }
        return made.apply(Tags.of(tags));
    }
}
