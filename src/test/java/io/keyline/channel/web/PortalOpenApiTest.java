package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyline.channel.web.Browser.Answer;
import io.keyline.channel.web.Browser.Listening;
import io.keyline.console.OpenApiDocument;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/portal-openapi.yaml says what the portal's API does")
class PortalOpenApiTest {

    private static final String EVENTS = "GET /portal/api/events";
    private static OpenApiDocument document;
    private static Premises premises;

    @BeforeAll
    static void open() throws Exception {
        document = OpenApiDocument.read("docs/portal-openapi.yaml");
        premises = new Premises(null);
    }

    @AfterAll
    static void close() throws Exception {
        premises.close();
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(EVENTS),
                premises.portal.api().operations().stream().map(one -> one.method() + " " + one.path())).toList());
    }

    @Test
    void aStrangerGetsWhatIsDescribedAndNoOtherMethodIsTaken() {
        for (var path : document.root().get("paths").properties()) {
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
        document.isWhole();
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
            document.matches(listening.next("Your Gold").data(), document.schema("Message"), "event");
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

    private static void matches(Answer answer, String schema) {
        document.matches(answer.body(), document.schema(schema), schema);
    }
}
