package io.keyline.channel.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.channel.http.HttpRequest;
import io.keyline.hub.Names;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request of the API, and who makes it.
 *
 * @param address that the customer has signed in with; null if nobody has to be signed in for it
 */
record Visit(HttpRequest request, String address) {

    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,12}");
    private static final int DEEPEST = 4;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    String cookies() {
        return request.header("cookie").orElse("");
    }

    /**
     * The body: one JSON object with these fields and no others.
     *
     * @throws Problem 415, 400 or 422 if it is not
     */
    JsonNode fields(String... names) {
        if (!request.header("content-type").orElse("").strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Problem.of(415, "the body must be application/json");
        }
        JsonNode body = parsed();
        if (body == null || !body.isObject()) {
            throw Problem.of(400, "the body is not a JSON object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!Set.of(names).contains(name)) {
                throw Problem.invalid(name, "is unknown here");
            }
        });
        return body;
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw Problem.of(400, "the body is not JSON");
        }
    }

    /** @throws Problem 422 if the field is missing, no string, blank or longer than so many characters */
    static String text(JsonNode fields, String name, int longest) {
        JsonNode value = fields.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Problem.invalid(name, "is missing, or no string, or blank");
        }
        if (value.textValue().indexOf('\0') >= 0) {
            throw Problem.invalid(name, "has a NUL");
        }
        if (value.textValue().length() > longest) {
            throw Problem.invalid(name, "is longer than " + longest + " characters");
        }
        return value.textValue().strip();
    }

    /** An id in the query, or {@code otherwise}. */
    long queryId(String name, long otherwise) {
        return query(name) == null ? otherwise : id(name, query(name));
    }

    static long id(String name, String value) {
        if (!ID.matcher(value).matches()) {
            throw Problem.invalid(name, "is not an id");
        }
        return Names.parse(value);
    }

    /** A number in the query from 1 to this one, which it is by default. */
    int queryNumber(String name, int most) {
        String value = query(name) == null ? String.valueOf(most) : query(name);
        if (!value.matches("[0-9]{1,4}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw Problem.invalid(name, "is not a number from 1 to " + most);
        }
        return Integer.parseInt(value);
    }

    private String query(String name) {
        List<String> values = request.query().stream().filter(pair -> pair.getKey().equals(name)).map(Map.Entry::getValue).toList();
        if (values.size() > 1) {
            throw Problem.invalid(name, "is there more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
