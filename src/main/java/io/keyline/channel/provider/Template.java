package io.keyline.channel.provider;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of a route with names in braces. What a name stands for is put in once and never read again: a customer who writes
 * {@code {from}} gets that sent.
 */
record Template(String text) {

    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z.]*)}");

    /** @throws IllegalArgumentException if it names what there is not */
    static Template of(String text, Set<String> names) {
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                throw new IllegalArgumentException(matcher.group() + " stands for nothing here; write one of " + names.stream().sorted().toList());
            }
        }
        return new Template(text);
    }

    String with(Map<String, String> values) {
        return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(values.get(name.group(1))));
    }
}
