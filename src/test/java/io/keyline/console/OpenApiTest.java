package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.hub.Names;
import io.keyline.worklist.Office;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("docs/worklist-openapi.yaml says what the API does")
class OpenApiTest {

    private static final String TOKEN = "the-hubs-own-token-000";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonNode document;
    private static Office office;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("docs/worklist-openapi.yaml"))));
        office = new Office();
        api = Api.start("127.0.0.1", 0, Employees.operator(TOKEN), WorklistOperations.of(office.worklist));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        office.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("Authorization", "Bearer " + TOKEN).method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        List<String> described = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(described).containsExactlyInAnyOrderElementsOf(WorklistOperations.of(office.worklist).stream().map(one -> one.method() + " " + one.path()).toList());
    }

    @Test
    void theServerTakesWhatIsDescribedAndNoOtherMethod() throws Exception {
        for (var path : document.get("paths").properties()) {
            String real = path.getKey().replace("{id}", "zzzz");
            for (String method : METHODS) {
                HttpResponse<String> response = send(method.toUpperCase(java.util.Locale.ROOT), real);
                if (path.getValue().has(method)) {
                    assertThat(path.getValue().get(method).get("responses").has(String.valueOf(response.statusCode()))).as(method + real).isTrue();
                    assertThat(response.body()).as(method + real).doesNotContain("no such path");
                } else {
                    assertThat(response.statusCode()).as(method + real).isEqualTo(405);
                }
            }
        }
    }

    @Test
    void whatItRefersToIsThere() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    }

    /** In YAML a comma that is not quoted makes a field of what should be a sentence; that field has no value. */
    @Test
    void everyFieldOfItHasAValue() {
        assertThat(document.toString()).doesNotContain(":null");
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        long customer = office.customer("+4550000001", "maybe");
        long conversation = office.conversation(customer, "+4550000001", "HANDED", Office.QUESTION);
        office.execute("insert into journal (conversation_id, step, kind, result) values (" + conversation + ", 1, 'call a.b', '{\"x\": 1}')");
        String item = Names.of(office.item("dialogues", customer, conversation));
        matches(JSON.readTree(send("POST", "/api/worklist/" + item + "/claim").body()), schema("Item"), "item");
        matches(JSON.readTree(send("GET", "/api/worklist/" + item).body()), schema("CaseFile"), "file");
        matches(JSON.readTree(send("GET", "/api/worklist/" + item + "?before=-").body()), schema("Problem"), "problem");
        matches(JSON.readTree(send("GET", "/api/worklist?limit=1").body()),
                document.at("/paths/~1api~1worklist/get/responses/200/content/application~1json/schema"), "list");
    }

    private static JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** Field names, required ones, enumerations and patterns; as much of JSON Schema as the document uses. */
    private static void matches(JsonNode value, JsonNode described, String where) {
        JsonNode schema = described.has("$ref") ? document.at(described.get("$ref").asText().substring(1)) : described;
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        if (schema.has("pattern")) {
            assertThat(value.asText()).as(where).matches(schema.get("pattern").asText());
        }
        if (schema.has("properties")) {
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
