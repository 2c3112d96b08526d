package io.keyline.publish;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where publications go.
 *
 * @param name of the queue or topic
 */
public record Destination(Kind kind, String name) {

    /** How an operator writes it. */
    public static final String FORMS = "jms:queue:NAME, jms:topic:NAME or kafka:TOPIC, with a name of letters, digits, dots, hyphens and _";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /** What takes them. */
    public enum Kind {
        JMS_QUEUE("jms:queue:"), JMS_TOPIC("jms:topic:"), KAFKA("kafka:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** @throws IllegalArgumentException if it is none; the message says what one looks like */
    public static Destination of(String text) {
        Kind kind = Arrays.stream(Kind.values()).filter(one -> text.startsWith(one.prefix)).findFirst().orElse(null);
        if (kind == null || !NAME.matcher(text.substring(kind.prefix.length())).matches()) {
            throw new IllegalArgumentException("is '" + text + "', write " + FORMS);
        }
        return new Destination(kind, text.substring(kind.prefix.length()));
    }

    @Override
    public String toString() {
        return kind.prefix + name;
    }
}
