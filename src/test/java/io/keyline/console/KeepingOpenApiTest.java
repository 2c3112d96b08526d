package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.keeping.Erasure;
import io.keyline.worklist.Office;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("docs/keeping-openapi.yaml says what the API does")
class KeepingOpenApiTest {

    private static final String ANNA = "annas-token-0123456789";
    private static final String OPS = "operators-token-0123456789";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static OpenApiDocument document;
    private static Office office;
    private static List<Operation> operations;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/keeping-openapi.yaml");
        office = new Office();
        operations = KeepingOperations.of(new Erasure(office.hub, office.jdbi(), Duration.ofMillis(300)));
        api = Api.start("127.0.0.1", 0, Employees.of("anna:" + ANNA + ",ops:" + OPS, List.of("ops")), operations);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        office.close();
    }

    private static HttpResponse<String> send(String token, String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode done(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(OPS, method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(operations.stream().map(one -> one.method() + " " + one.path()).toList());
        document.isWhole();
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        office.customer("+4551000001", "hello");
        String whom = "{\"address\": \"+4551000001\"%s}";
        JsonNode preview = done("POST", "/api/erasures/preview", whom.formatted(""));
        matches(preview, "Report");
        assertThat(preview.has("number")).isFalse();
        assertThat(done("POST", "/api/customers/export", whom.formatted(", \"why\": \"17\"")).get("message")).hasSize(2);
        JsonNode report = done("POST", "/api/erasures", whom.formatted(", \"why\": \"17\""));
        matches(report, "Report");
        assertThat(report.at("/erased/message").asInt()).isEqualTo(2);
        JsonNode latest = done("GET", "/api/erasures", "").get("erasures").get(0);
        matches(latest, "Kept");
        assertThat(latest.at("/report/erased")).isEqualTo(report.get("erased"));
    }

    private static void matches(JsonNode value, String schema) {
        JsonNode described = document.schema(schema);
        described.get("required").forEach(field -> assertThat(value.has(field.asText())).as(schema + "." + field).isTrue());
        value.properties().forEach(field -> {
            JsonNode property = described.get("properties").get(field.getKey());
            assertThat(property).as(schema + "." + field.getKey()).isNotNull();
            property.path("properties").fieldNames().forEachRemaining(name -> assertThat(field.getValue().has(name)).as(name).isTrue());
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/erasures          | {"why": "17"}                                     | address | is missing
            /api/erasures          | {"address": "+4551000009"}                        | why     | is missing
            /api/erasures          | {"address": "4551000009", "why": "17"}            | address | write a number as +4520123456, or a mail address
            /api/erasures          | {"address": "+4551000009", "why": " "}            | why     | write 1 to 200 characters
            /api/erasures          | {"address": "+4551000009", "why": "for 51 00 00 09"} | why  | names the customer, and is kept: write the number of their request instead
            /api/erasures          | {"address": "Anna@x.dk", "why": "for anna@x.dk"}  | why     | names the customer, and is kept: write the number of their request instead
            /api/erasures/preview  | {"address": ""}                                   | address | write a number as +4520123456, or a mail address
            /api/customers/export  | {"address": "+4551000009"}                        | why     | is missing
            """)
    void whatIsWrongIsNamed(String path, String body, String field, String detail) throws Exception {
        HttpResponse<String> response = send(OPS, "POST", path, body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body()).get("field").asText()).isEqualTo(field);
        assertThat(JSON.readTree(response.body()).get("detail").asText()).isEqualTo(detail);
    }

    @Test
    void onlyWhoRunsTheHubMayDoIt() throws Exception {
        for (Operation operation : operations) {
            assertThat(send(ANNA, operation.method(), operation.path(), "{}").statusCode()).as(operation.name()).isEqualTo(403);
            assertThat(send("nobodys-token-0123456789", operation.method(), operation.path(), "{}").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aCustomerWhoseTurnDoesNotEndIsLeftAsTheyAre() throws Exception {
        office.text("+4551000002", "wait");
        Runnable end = office.waiting.take();
        try {
            HttpResponse<String> response = send(OPS, "POST", "/api/erasures", "{\"address\": \"+4551000002\", \"why\": \"17\"}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(office.number("select count(*) from address where value = '+4551000002'")).isOne();
        } finally {
            end.run();
        }
    }
}
