package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.deadletter.Desk;
import io.keyline.hub.Arrival;
import io.keyline.hub.Names;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/dead-letters-openapi.yaml says what the API does")
class DeadLetterOpenApiTest {

    private static final String ANNA = "annas-token-0123456789";
    private static final String BO = "bos-token-0123456789-0";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static OpenApiDocument document;
    private static Desk desk;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/dead-letters-openapi.yaml");
        desk = new Desk();
        api = Api.start("127.0.0.1", 0, Employees.of("anna:" + ANNA + ", bo:" + BO, List.of("anna")), DeadLetterOperations.of(desk.letters));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        desk.close();
    }

    private static HttpResponse<String> send(String token, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).header("Authorization", "Bearer " + token)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode ask(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(ANNA, method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    /** Input that nobody can read. Returns the letter's id. */
    private static String quarantined() {
        desk.hub.intake().accept(new Arrival.Unreadable("sms", "main", new byte[] {0, 1}, "no charset")).join();
        return Names.of(desk.number("select max(id) from quarantine"));
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(DeadLetterOperations.of(desk.letters).stream().map(one -> one.method() + " " + one.path()).toList());
    }

    @Test
    void theServerTakesWhatIsDescribed() throws Exception {
        for (var path : document.root().get("paths").properties()) {
            String real = path.getKey().replace("{id}", "zzzz");
            for (String method : METHODS) {
                HttpResponse<String> response = send(ANNA, method.toUpperCase(Locale.ROOT), real, null);
                if (path.getValue().has(method)) {
                    assertThat(path.getValue().get(method).get("responses").has(String.valueOf(response.statusCode()))).as(method + real).isTrue();
                } else {
                    assertThat(response.statusCode()).as(method + real).isIn(404, 405);
                }
            }
        }
    }

    @Test
    void onlyOperatorsAreLetIn() throws Exception {
        for (Operation operation : DeadLetterOperations.of(desk.letters)) {
            assertThat(send(BO, operation.method(), operation.path().replace("{id}", "zzzz"), null).statusCode()).as(operation.name()).isEqualTo(403);
        }
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        String id = quarantined();
        document.matches(ask(200, "GET", "/api/dead-letters/" + id, null), document.schema("Shown"), "shown");
        document.matches(ask(200, "GET", "/api/dead-letters?kind=quarantine&limit=1", null),
                document.answer("/api/dead-letters"), "list");
        document.matches(ask(200, "POST", "/api/dead-letters/" + id + "/edit", "{\"data\": \"{\\\"from\\\": \\\"+4520123456\\\", \\\"to\\\": \\\"1234\\\", "
                + "\\\"text\\\": \\\"BAL\\\"}\"}"), document.schema("Shown"), "edited");
        JsonNode replay = ask(202, "POST", "/api/dead-letters/replay", "{\"ids\": \"" + id + ",zzz\", \"rate\": \"50\", \"why\": \"read it\"}");
        document.matches(replay, document.root().at("/paths/~1api~1dead-letters~1replay/post/responses/202/content/application~1json/schema"), "replay");
        assertThat(replay.toString()).isEqualTo("{\"replaying\":[\"" + id + "\"],\"notOpen\":[{\"id\":\"zzz\",\"why\":\"there is no such dead letter\"}]}");
        desk.awaitState(Names.parse(id), "REPLAYED");
        document.matches(ask(200, "GET", "/api/dead-letters/" + id, null), document.schema("Shown"), "replayed");
        document.matches(ask(409, "POST", "/api/dead-letters/" + id + "/edit", "{\"data\": \"{\\\"from\\\": \\\"+4520123456\\\", \\\"to\\\": \\\"1234\\\", "
                + "\\\"text\\\": \\\"BAL\\\"}\"}"), document.schema("Problem"), "problem");
        document.matches(ask(200, "POST", "/api/dead-letters/drop", "{\"ids\": \"" + quarantined() + "\", \"why\": \"noise\"}"),
                document.root().at("/paths/~1api~1dead-letters~1drop/post/responses/200/content/application~1json/schema"), "drop");
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsDone() throws Exception {
        String id = quarantined();
        for (String body : List.of("{}", "{\"ids\": \"" + id + "\", \"kind\": \"event\"}", "{\"ids\": \"../x\"}", "{\"kind\": \"other\"}",
                "{\"ids\": \"" + id + "\", \"rate\": \"0\"}", "{\"ids\": \"" + id + "\", \"rate\": \"501\"}", "{\"ids\": \"" + id + "\", \"evenIfOld\": \"yes\"}")) {
            document.matches(ask(422, "POST", "/api/dead-letters/replay", body), document.schema("Problem"), body);
        }
        ask(422, "POST", "/api/dead-letters/drop", "{\"ids\": \"" + id + "\"}");
        ask(422, "POST", "/api/dead-letters/" + id + "/edit", "{\"text\": \"BAL\"}");
        ask(422, "GET", "/api/dead-letters?since=yesterday", null);
        ask(422, "GET", "/api/dead-letters?state=LOST", null);
        assertThat(desk.letters.show(Names.parse(id)).orElseThrow().letter().isOpen()).isTrue();
    }
}
