package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("The contract as AsyncAPI and OpenAPI")
class ContractDocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Request REQUEST = new Request("m1-1", "accounts.balance", Map.of("address", "+4520123456", "channel", "sms", "language", "da"),
            Instant.now(), Map.of("account", "savings"), false);

    static JsonNode document(String name) throws Exception {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("docs", name))));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(one -> names.add(one.asText()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"asyncapi.yaml", "back-office-openapi.yaml"})
    void whatItRefersToIsThereAndEveryFieldHasAValue(String name) throws Exception {
        var document = document(name);
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
        // AsyncAPI says null of an address that is only known where it runs
        assertThat(document.toString().replace("\"address\":null", "")).doesNotContain(":null");
    }

    @Test
    void aRequestHasTheFieldsThatAreDescribed() throws Exception {
        var written = JSON.readTree(Contract.write(REQUEST));
        for (var schema : List.of(document("back-office-openapi.yaml").at("/components/schemas/Request"),
                document("asyncapi.yaml").at("/components/messages/request/payload"), document("asyncapi.yaml").at("/components/messages/requestOverKafka/payload"))) {
            assertThat(written.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(names(schema.get("required")));
            assertThat(schema.at("/properties/customer/properties").fieldNames()).toIterable()
                    .containsExactlyInAnyOrderElementsOf(REQUEST.customer().keySet());
            assertThat(REQUEST.operation()).matches(schema.at("/properties/operation/pattern").asText());
        }
    }

    @Test
    void everyStatusThatIsDescribedIsAReplyAndNoOther() throws Exception {
        for (var schema : List.of(document("back-office-openapi.yaml").at("/components/schemas/Reply"), document("asyncapi.yaml").at("/components/messages/reply/payload"))) {
            assertThat(names(schema.at("/properties/status/enum"))).hasSize(3).allSatisfy(status ->
                    assertThat(ReplyReader.read("m1-1", "{\"status\": \"" + status + "\"}").status().name()).isEqualToIgnoringCase(status));
        }
    }

    @Test
    void examplesOfRepliesAreReplies() throws Exception {
        document("asyncapi.yaml").at("/components/messages/reply/examples").forEach(example ->
                assertThat(ReplyReader.read(null, example.get("payload").toString()).status()).isNotEqualTo(Reply.Status.MALFORMED));
    }

    @Test
    void aWebServiceMayAnswerAllThatIsDescribed() throws Exception {
        var responses = document("back-office-openapi.yaml").at("/paths/~1{operation}/post/responses");
        assertThat(responses.fieldNames()).toIterable().containsExactlyInAnyOrder("200", "202", "204", "422", "429", "503", "default");
        var headers = document("back-office-openapi.yaml").at("/paths/~1{operation}/post/parameters").findValuesAsText("name");
        assertThat(headers).containsExactly("operation", "Idempotency-Key", "traceparent", "Keyline-Callback");
    }
}
