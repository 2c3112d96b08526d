package io.keyline.worklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keyline.hub.Seal;
import java.util.List;

/** Secrets are stored sealed, as {@code {"sealed": ...}}; no employee sees even the seal. */
final class Sealed {

    private static final String FIELD = "sealed";
    private static final TextNode HIDDEN = TextNode.valueOf("****");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Sealed() {
    }

    /** Returns the text with each sealed value in it hidden; text that is no JSON as it is. */
    static String hidden(String text) {
        if (text == null || !text.contains(FIELD)) {
            return text;
        }
        if (Seal.isSealed(text)) {
            return HIDDEN.textValue();
        }
        try {
            JsonNode shown = hidden(JSON.readTree(text));
            return shown.isTextual() ? shown.textValue() : shown.toString();
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static JsonNode hidden(JsonNode node) {
        if (node.has(FIELD)) {
            return HIDDEN;
        }
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(field -> object.set(field.getKey(), hidden(field.getValue())));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, hidden(array.get(i)));
            }
        }
        return node;
    }
}
