package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/gone-addresses-openapi.yaml says what the API does")
class GoneAddressOpenApiTest {

    private static final String OPS = "operators-token-0123456789";
    private static final String BO = "bos-token-0123456789";
    private static OpenApiDocument document;
    private static Database database;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/gone-addresses-openapi.yaml");
        database = TestDatabase.fresh();
        api = Api.start("127.0.0.1", 0, Employees.of("olga:" + OPS + ",bo:" + BO, Set.of("olga")), GoneAddressOperations.of(database.jdbi()));
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static void gone(String address, long message) {
        database.jdbi().useHandle(handle -> handle.execute("insert into refused_address (address, channel, times, code, first_at, last_at, last_message, gone_at) "
                + "values (?, 'sms', 3, '0x0B', now() - interval '3 days', now(), ?, now())", address, message));
    }

    private static HttpResponse<String> send(String token, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).header("Authorization", "Bearer " + token)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send((body == null ? request : request.header("Content-Type", "application/json")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode answer(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(OPS, method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void everyOperationIsDescribedAndNoOther() throws Exception {
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(
                GoneAddressOperations.of(database.jdbi()).stream().map(one -> one.method() + " " + one.path()).toList());
        document.isWhole();
        for (String operation : document.operations()) {
            assertThat(send(BO, operation.split(" ")[0], operation.split(" ")[1], null).statusCode()).as(operation).isEqualTo(403);
        }
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        gone("+4566200003", 7_000_000_001L);
        gone("anna@example.com", 7_000_000_002L);
        gone("+4566200001", 7_000_000_003L);
        JsonNode first = answer(200, "GET", "/api/gone-addresses?limit=2", null);
        document.matches(first, document.answer("/api/gone-addresses"), "first page");
        JsonNode second = answer(200, "GET", "/api/gone-addresses?limit=2&after=" + first.get("next").asText(), null);
        document.matches(second, document.answer("/api/gone-addresses"), "second page");
        assertThat(first.get("addresses").findValuesAsText("address")).hasSize(2).doesNotContainAnyElementsOf(second.get("addresses").findValuesAsText("address"));
        assertThat(second.get("addresses")).hasSize(1);
        document.matches(answer(200, "POST", "/api/gone-addresses/lift", "{\"address\": \"Anna@Example.com\"}"), document.schema("Gone"), "lifted");
        document.matches(answer(404, "POST", "/api/gone-addresses/lift", "{\"address\": \"anna@example.com\"}"), document.schema("Problem"), "not gone");
        document.matches(answer(422, "POST", "/api/gone-addresses/lift", "{\"address\": \"45662\"}"), document.schema("Problem"), "no address");
        document.matches(answer(422, "GET", "/api/gone-addresses?address=x", null), document.schema("Problem"), "unknown");
        assertThat(answer(200, "GET", "/api/gone-addresses", null).get("addresses")).hasSize(2);
    }
}
