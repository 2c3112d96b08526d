package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.channel.web.Browser.Answer;
import io.keyline.channel.web.Browser.Listening;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("docs/portal-openapi.yaml says what the portal's API does")
class PortalOpenApiTest {

    private static final String EVENTS = "GET /portal/api/events";
    private static JsonNode document;
    private static Premises premises;

    @BeforeAll
    static void open() throws Exception {
        document = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("docs/portal-openapi.yaml"))));
        premises = new Premises(null);
    }

    @AfterAll
    static void close() throws Exception {
        premises.close();
    }

    private static List<String> described() {
        List<String> described = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return described;
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(EVENTS),
                premises.portal.api().operations().stream().map(one -> one.method() + " " + one.path())).toList());
    }

    @Test
    void aStrangerGetsWhatIsDescribedAndNoOtherMethodIsTaken() {
        for (var path : document.get("paths").properties()) {
            for (String method : Set.of("get", "post", "put", "delete", "patch")) {
                Answer answer = new Browser(premises).send(method.toUpperCase(Locale.ROOT), path.getKey().replace("/portal/api", ""), null);
                JsonNode operation = path.getValue().path(method);
                boolean isStream = path.getKey().endsWith("/events");
                if (operation.isMissingNode()) {
                    assertThat(answer.status()).as(method + path.getKey()).isEqualTo(isStream ? 404 : 405);
                } else {
                    assertThat(operation.get("responses").has(String.valueOf(answer.status()))).as(method + path.getKey() + answer.status()).isTrue();
                }
            }
        }
    }

    @Test
    void whatItRefersToIsThereAndEveryFieldHasAValue() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        assertThat(document.toString()).doesNotContain(":null");
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        String number = premises.customer();
        Browser browser = new Browser(premises);
        Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number + "\"}");
        matches(asked, "Asked");
        matches(browser.redeem(number, asked.at("/request"), premises.code(number)), "Customer");
        try (Listening listening = browser.listen("")) {
            matches(browser.say("RENEW", "key-openapi-1"), "Stored");
            matches(listening.next("Your Gold").data(), schema("Message"), "event");
        }
        matches(browser.say("RENEW", "key-openapi-1"), "Problem");
        matches(browser.say("", "key-openapi-2"), "Problem");
        matches(browser.get("/questions"), "Questions");
        assertThat(browser.get("/questions").body().get("questions")).hasSize(1);
        matches(browser.get("/messages?limit=2"), "History");
        matches(browser.get("/commands"), "Commands");
        matches(browser.get("/consent"), "Consent");
        matches(browser.get("/words"), "Words");
        matches(browser.send("PUT", "/consent", "{\"optedOut\": true}"), "Stored");
        Answer foreign = Browser.send(browser.request("/session").DELETE());
        matches(foreign, "Problem");
        assertThat(Browser.send(HttpRequest.newBuilder(premises.web.url().resolve("/portal/api/secret"))).status()).isEqualTo(404);
    }

    private static JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    private static void matches(Answer answer, String schema) {
        matches(answer.body(), schema(schema), schema);
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
            assertThat(value.isObject()).as(where).isTrue();
            schema.path("required").forEach(required -> assertThat(value.has(required.asText())).as(where + "." + required).isTrue());
            value.properties().forEach(field -> {
                assertThat(schema.get("properties").has(field.getKey())).as(where + "." + field.getKey()).isTrue();
                matches(field.getValue(), schema.get("properties").get(field.getKey()), where + "." + field.getKey());
            });
        }
        if (schema.has("items")) {
            assertThat(value.isArray()).as(where).isTrue();
            value.forEach(one -> matches(one, schema.get("items"), where + "[]"));
        }
    }
}
