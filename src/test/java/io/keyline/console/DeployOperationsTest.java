package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.deploy.live.Site;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Operators deploy over the API, as docs/deploy-openapi.yaml says")
class DeployOperationsTest {

    private static final String TOKENS = "anna:the-token-of-anna-000,bo:the-token-of-bo-0000000";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HI = """
            - route:
                id: hi
                from:
                  uri: command:HI
                  steps:
                    - to: reply:bal.help
            """;

    @TempDir
    static Path home;
    private static OpenApiDocument document;
    private static Database database;
    private static Site site;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/deploy-openapi.yaml");
        Site.write(home.resolve("routes/hi.yaml"), HI);
        for (String language : Site.LANGUAGES) {
            String file = language + ".properties";
            Site.write(home.resolve("messages").resolve(file), Files.readString(Path.of("config/messages", file)));
        }
        database = TestDatabase.fresh();
        site = new Site(home, database);
        api = Api.start("127.0.0.1", 0, Employees.of(TOKENS, List.of("anna")), DeployOperations.of(site.deployments));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        site.close();
        database.close();
    }

    private static HttpResponse<String> send(String who, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/deployments" + path))
                .header("Authorization", "Bearer " + Employees.tokensByName(TOKENS).get(who));
        return HttpClient.newHttpClient().send(body == null ? request.method(method, HttpRequest.BodyPublishers.noBody()).build()
                : request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode anna(String method, String path, Map<String, ?> fields) throws Exception {
        HttpResponse<String> response = send("anna", method, path, fields == null ? null : JSON.writeValueAsString(fields));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(DeployOperations.of(site.deployments).stream()
                .map(one -> one.method() + " " + one.path()).toList());
        document.isWhole();
    }

    @Test
    void whatIsDeployedRunsIsInTheHistoryAndComesBack() throws Exception {
        JsonNode outcome = anna("POST", "", Map.of("files", Map.of("hi.yaml", HI.replace("HI", "HEY")), "why", "shorter"));
        described(outcome, "Outcome");
        assertThat(outcome.get("deployed")).hasToString("[\"hi.yaml\"]");

        JsonNode row = anna("GET", "?file=hi.yaml", null).get("items").get(0);
        described(row, "Row");
        assertThat(row.get("who").asText()).isEqualTo("anna");
        assertThat(row.get("why").asText()).isEqualTo("shorter");
        assertThat(anna("GET", "/" + outcome.get("version").asLong() + "/hi.yaml", null).get("text").asText()).contains("HEY");

        assertThat(anna("POST", "/rollback", Map.of("file", "hi.yaml")).get("deployed")).hasToString("[\"hi.yaml\"]");
        assertThat(Files.readString(home.resolve("routes/hi.yaml"))).isEqualTo(HI);
    }

    @Test
    void whatIsWrongIsRefusedWithItsPlace() throws Exception {
        Map<String, ?> files = Map.of("files", Map.of("other.yaml", HI.replace("id: hi", "id: other")));
        for (String path : List.of("/check", "")) {
            JsonNode outcome = anna("POST", path, files);
            described(outcome, "Outcome");
            assertThat(outcome.at("/refused/other.yaml/0").asText()).startsWith("routes/other.yaml:4: ").contains("is taken by routes/hi.yaml");
        }
        assertThat(anna("GET", "/faults", null).get("files").isEmpty()).isTrue();
    }

    @Test
    void onlyOperatorsMay() throws Exception {
        for (String path : List.of("", "/faults", "/1/hi.yaml")) {
            assertThat(send("bo", "GET", path, null).statusCode()).isEqualTo(403);
        }
        for (String path : List.of("", "/check", "/rollback")) {
            assertThat(send("bo", "POST", path, "{}").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        assertThat(send("anna", "POST", "", "{}").statusCode()).isEqualTo(422);
        assertThat(send("anna", "POST", "", "{\"files\": {\"../hi.yaml\": \"\"}}").statusCode()).isEqualTo(422);
        assertThat(send("anna", "POST", "", "{\"files\": {\"hi.yaml\": 1}}").statusCode()).isEqualTo(422);
        assertThat(send("anna", "POST", "", "{\"files\": {\"hi.yaml\": \"\\u0000\"}}").statusCode()).isEqualTo(422);
        assertThat(send("anna", "POST", "", JSON.writeValueAsString(Map.of("files", Map.of("hi.yaml", "#".repeat(1 << 20))))).statusCode()).isEqualTo(413);
        assertThat(send("anna", "POST", "/rollback", "{\"file\": \"none.yaml\"}").statusCode()).isEqualTo(404);
        assertThat(send("anna", "POST", "/rollback", "{\"file\": \"hi.yaml\", \"version\": \"x\"}").statusCode()).isEqualTo(422);
        assertThat(send("anna", "GET", "/77/hi.yaml", null).statusCode()).isEqualTo(404);
        Map<String, Object> removed = new HashMap<>();
        removed.put("hi.yaml", null);
        assertThat(anna("POST", "/check", Map.of("files", removed)).get("deployed")).hasToString("[\"hi.yaml\"]");
    }

    /** Field names and required ones. */
    private static void described(JsonNode value, String schema) {
        JsonNode described = document.schema(schema);
        assertThat(value.fieldNames()).toIterable().allMatch(name -> described.get("properties").has(name));
        assertThat(described.get("required")).allMatch(name -> value.has(name.asText()));
    }
}
