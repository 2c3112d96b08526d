package io.keyline.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * Something that is to leave for a broker once this transaction is committed, at least once.
 *
 * @param destination {@code jms:queue:NAME}, {@code jms:topic:NAME} or {@code kafka:TOPIC}
 * @param key         publications of one destination with the same key arrive in order: the customer, or an id of its own
 * @param headers     properties of the JMS message (where a hyphen becomes an underscore), headers of the Kafka record. One of them should be an
 *                    id by which whoever reads it knows a repetition. Nothing of the outside in names
 * @param body        at most {@link #LARGEST} octets in UTF-8
 */
public record Publication(String destination, String key, Map<String, String> headers, String body) {

    /** Every Kafka broker takes a record of this size with its headers. */
    public static final int LARGEST = 900_000;

    /** @throws IllegalArgumentException if the body is too large; shorten it, for no broker would ever take it */
    public Publication {
        Objects.requireNonNull(destination);
        Objects.requireNonNull(key);
        headers = Map.copyOf(headers);
        if (body.length() > LARGEST || body.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new IllegalArgumentException("a publication has at most " + LARGEST + " octets");
        }
    }
}
