package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.hub.Names;
import io.keyline.worklist.Office;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/worklist-openapi.yaml says what the API does")
class OpenApiTest {

    private static final String TOKEN = "the-hubs-own-token-000";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static OpenApiDocument document;
    private static Office office;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/worklist-openapi.yaml");
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
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(WorklistOperations.of(office.worklist).stream().map(one -> one.method() + " " + one.path()).toList());
    }

    @Test
    void theServerTakesWhatIsDescribedAndNoOtherMethod() throws Exception {
        for (var path : document.root().get("paths").properties()) {
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
    void itIsWhole() {
        document.isWhole();
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        long customer = office.customer("+4550000001", "maybe");
        long conversation = office.conversation(customer, "+4550000001", "HANDED", Office.QUESTION);
        office.execute("insert into journal (conversation_id, step, kind, result) values (" + conversation + ", 1, 'call a.b', '{\"x\": 1}')");
        String item = Names.of(office.item("dialogues", customer, conversation));
        document.matches(JSON.readTree(send("POST", "/api/worklist/" + item + "/claim").body()), document.schema("Item"), "item");
        document.matches(JSON.readTree(send("GET", "/api/worklist/" + item).body()), document.schema("CaseFile"), "file");
        document.matches(JSON.readTree(send("GET", "/api/worklist/" + item + "?before=-").body()), document.schema("Problem"), "problem");
        document.matches(JSON.readTree(send("GET", "/api/worklist?limit=1").body()), document.answer("/api/worklist"), "list");
    }
}
