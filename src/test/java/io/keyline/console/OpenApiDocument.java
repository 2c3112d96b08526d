package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An OpenAPI document, against which answers are held. */
public record OpenApiDocument(JsonNode root) {

    public static OpenApiDocument read(String file) throws IOException {
        return new OpenApiDocument(new ObjectMapper().valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of(file)))));
    }

    /** As {@code GET /api/things/{id}}. */
    public List<String> operations() {
        List<String> described = new ArrayList<>();
        root.get("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return described;
    }

    /** What it refers to is there, and each field has a value: in YAML a comma that is not quoted makes a field of what should be a sentence. */
    public void isWhole() {
        assertThat(root.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference ->
                assertThat(root.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        assertThat(root.toString()).doesNotContain(":null");
    }

    public JsonNode schema(String name) {
        return root.at("/components/schemas/" + name);
    }

    /** Of the answer 200 in JSON to a GET. */
    JsonNode answer(String path) {
        return root.get("paths").get(path).at("/get/responses/200/content/application~1json/schema");
    }

    /** Field names, required ones, enumerations and patterns; as much of JSON Schema as our documents use. */
    public void matches(JsonNode value, JsonNode described, String where) {
        JsonNode schema = described.has("$ref") ? root.at(described.get("$ref").asText().substring(1)) : described;
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        if (schema.has("pattern")) {
            assertThat(value.asText()).as(where).matches(schema.get("pattern").asText());
        }
        if (schema.has("properties")) {
            assertThat(value.isObject()).as(where).isTrue();
            schema.path("required").forEach(required -> assertThat(value.has(required.asText())).as(where + "." + required).isTrue());
            value.properties().forEach(field -> {
                assertThat(schema.get("properties").has(field.getKey())).as(where + "." + field.getKey()).isTrue();
                matches(field.getValue(), schema.get("properties").get(field.getKey()), where + "." + field.getKey());
            });
        }
        if (schema.has("items")) {
            assertThat(value.isArray()).as(where).isTrue();
            StreamSupport.stream(value.spliterator(), false).forEach(one -> matches(one, schema.get("items"), where + "[]"));
        }
    }
}
