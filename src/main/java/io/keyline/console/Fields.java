package io.keyline.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The body of a request: a JSON object with fields that are known, each a string, or an object of strings by any names. */
final class Fields {

    private static final int DEEPEST = 4;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Map<String, String>> maps = new HashMap<>();

    private Fields() {
    }

    /**
     * Reads a body; none at all is an object without fields.
     *
     * @throws ProblemException 400 if it is no JSON, 422 with the field if that is unknown or no string
     */
    static Fields read(byte[] body, String... known) {
        Fields fields = new Fields();
        if (body.length == 0) {
            return fields;
        }
        JsonNode object = parse(body);
        if (!object.isObject()) {
            throw new ProblemException(400, "the body is not a JSON object");
        }
        object.properties().forEach(field -> fields.take(field.getKey(), field.getValue(), Set.of(known)));
        return fields;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new ProblemException(400, "the body is not JSON");
        }
    }

    private void take(String name, JsonNode value, Set<String> known) {
        if (!known.contains(name)) {
            throw new ProblemException(422, known.isEmpty() ? "is unknown here; there are no fields"
                    : "is unknown here; there is " + String.join(", ", new TreeSet<>(known))).about(name);
        }
        if (value.isTextual()) {
            values.put(name, value.textValue());
        } else if (value.isObject()) {
            maps.put(name, strings(name, value));
        } else if (!value.isNull()) {
            throw new ProblemException(422, "is not a string").about(name);
        }
    }

    /** Takes a field that holds strings, or null, by names of the client's. @throws ProblemException 422 if it is anything else */
    private Map<String, String> strings(String field, JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties().forEach(one -> {
            if (!one.getValue().isTextual() && !one.getValue().isNull()) {
                throw new ProblemException(422, "has a value that is no string").about(field);
            }
            strings.put(one.getKey(), one.getValue().textValue());
        });
        return strings;
    }

    /** Strings, or null, by their names. */
    Map<String, String> requiredMap(String name) {
        Map<String, String> map = maps.get(name);
        if (map == null || map.isEmpty()) {
            throw new ProblemException(422, "is missing, or holds nothing").about(name);
        }
        return map;
    }

    /** Null if it is not there. */
    String optional(String name) {
        if (maps.containsKey(name)) {
            throw new ProblemException(422, "is not a string").about(name);
        }
        return values.get(name);
    }

    String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw new ProblemException(422, "is missing").about(name);
        }
        return value;
    }
}
