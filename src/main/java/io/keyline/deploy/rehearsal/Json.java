package io.keyline.deploy.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON in rehearsals: read as the back office's is (docs/back-office.md), and compared. */
final class Json {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // 12.10 stays 12.10
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final PrettyPrinter ON_ONE_LINE = new DefaultPrettyPrinter(Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER).withObjectEntrySpacing(Separators.Spacing.AFTER)
            .withArrayValueSpacing(Separators.Spacing.AFTER).withObjectEmptySeparator("").withArrayEmptySeparator(""))
            .withObjectIndenter(null).withArrayIndenter(null);

    private Json() {
    }

    /** Reads one object; numbers become BigDecimal. */
    static Map<String, Object> object(String text) throws Unreadable {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new Unreadable("'" + text + "' is not a JSON object; write for example {\"plan\": \"Gold\"}");
            }
            return object(node);
        } catch (JsonProcessingException e) {
            throw new Unreadable("this is not JSON: " + e.getOriginalMessage() + at(e, text));
        }
    }

    private static String at(JsonProcessingException e, String text) {
        if (e.getLocation() == null || e.getLocation().getColumnNr() < 1) {
            return "";
        }
        String line = text.lines().skip(Math.max(0, e.getLocation().getLineNr() - 1)).findFirst().orElse("");
        return "; near " + line.substring(0, Math.min(line.length(), e.getLocation().getColumnNr() - 1));
    }

    private static Map<String, Object> object(JsonNode node) {
        Map<String, Object> object = new LinkedHashMap<>();
        node.properties().forEach(field -> object.put(field.getKey(), value(field.getValue())));
        return object;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(one -> list.add(value(one)));
                yield list;
            }
            case NUMBER -> node.decimalValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    static String write(Object value) {
        try {
            return JSON.writer(ON_ONE_LINE).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return String.valueOf(value);
        }
    }

    /**
     * Where an object has not at least what is wanted of it.
     *
     * @param path what the message calls the object; empty for the whole
     */
    static Optional<String> lacks(String path, Object wanted, Object actual) {
        return switch (wanted) {
            case Map<?, ?> object when actual instanceof Map<?, ?> other -> object.entrySet().stream()
                    .map(field -> other.containsKey(field.getKey()) ? lacks(path + "." + field.getKey(), field.getValue(), other.get(field.getKey()))
                            : Optional.of(name(path + "." + field.getKey()) + " is missing; expected " + write(field.getValue())))
                    .flatMap(Optional::stream).findFirst();
            case List<?> list when actual instanceof List<?> other && other.size() == list.size() -> {
                for (int i = 0; i < list.size(); i++) {
                    Optional<String> lack = lacks(path + "[" + i + "]", list.get(i), other.get(i));
                    if (lack.isPresent()) {
                        yield lack;
                    }
                }
                yield Optional.empty();
            }
            case null, default -> same(wanted, actual) ? Optional.empty()
                    : Optional.of(name(path) + " is " + write(actual) + "; expected " + write(wanted));
        };
    }

    private static String name(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private static boolean same(Object wanted, Object actual) {
        return switch (wanted) {
            case BigDecimal number when actual instanceof Number other -> number.compareTo(new BigDecimal(other.toString())) == 0;
            case String text when actual instanceof String other -> new Wanted(text).difference(other).isEmpty();
            case null -> actual == null;
            default -> wanted.equals(actual);
        };
    }
}
