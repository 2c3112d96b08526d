package io.keyline.channel.sendsms;

import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.UrlEncoded;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a request says, in octets, since their charset is one of its fields: of the query or of a form; or of headers
 * {@code X-Kannel-...} where the body is the text alone.
 */
final class Parameters {

    private static final String HEADER = "x-kannel-";

    private final Map<String, byte[]> values = new HashMap<>();

    /** @throws IllegalArgumentException if the encoding is broken */
    Parameters(HttpRequest request) {
        boolean form = request.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (form) {
            add(new String(request.body(), StandardCharsets.ISO_8859_1));
        } else if (request.body().length > 0) {
            values.put("text", request.body());
            request.headers().forEach((name, value) -> {
                if (name.startsWith(HEADER)) {
                    values.putIfAbsent(name.substring(HEADER.length()), value.getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        add(request.rawQuery());
        request.header("idempotency-key").ifPresent(key -> values.put("id", key.getBytes(StandardCharsets.UTF_8)));
    }

    private void add(String raw) {
        UrlEncoded.read(raw).forEach(pair -> values.putIfAbsent(pair.getKey(), pair.getValue()));
    }

    byte[] octets(String name) {
        return values.getOrDefault(name, new byte[0]);
    }

    /** The value of the first of these names that has one; empty if none has. */
    String text(String... names) {
        for (String name : names) {
            String value = new String(octets(name), StandardCharsets.UTF_8).strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
