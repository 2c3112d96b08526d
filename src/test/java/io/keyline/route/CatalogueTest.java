package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue is generated, committed, and what editors show. To make it anew: mvn process-classes on a JDK of 21 or newer. */
@DisplayName("The component catalogue is as new as the code")
class CatalogueTest {

    private static final Path GENERATED = Path.of("src/generated/resources/META-INF/io/keyline/route");

    /** An option as both sides tell it. */
    private record Option(String kind, boolean required, String defaultValue, String type, String description) {
    }

    @ParameterizedTest
    @ValueSource(classes = {CommandEndpoint.class, ReplyEndpoint.class, BackOfficeEndpoint.class, ConsentEndpoint.class,
        InboundEndpoint.class, OutboundEndpoint.class})
    void saysWhatTheAnnotationsSay(Class<? extends DefaultEndpoint> endpoint) throws IOException {
        UriEndpoint declared = endpoint.getAnnotation(UriEndpoint.class);
        JsonNode catalogue = new ObjectMapper().readTree(GENERATED.resolve(declared.scheme() + ".json").toFile());
        JsonNode component = catalogue.get("component");
        assertThat(component.get("scheme").asText()).isEqualTo(declared.scheme());
        assertThat(component.get("title").asText()).isEqualTo(declared.title());
        assertThat(component.get("syntax").asText()).isEqualTo(declared.syntax());
        assertThat(component.get("firstVersion").asText()).isEqualTo(declared.firstVersion());
        assertThat(component.get("consumerOnly").asBoolean()).isEqualTo(declared.consumerOnly());
        assertThat(component.get("producerOnly").asBoolean()).isEqualTo(declared.producerOnly());
        assertThat(catalogued(catalogue.get("properties"))).isEqualTo(declared(endpoint));
    }

    @Test
    void holdsTheWordsOfARouteFileAndNoOthers() throws IOException {
        try (Stream<Path> files = Files.list(GENERATED)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("command.json", "reply.json",
                    "back-office.json", "consent.json", "ask.json", "dialogue.json", "worklist.json", "inbound.json", "outbound.json", "link.json");
        }
    }

    /** Camel's own options, which every endpoint inherits, are left out. */
    private static Map<String, Option> catalogued(JsonNode properties) {
        Map<String, Option> options = new TreeMap<>();
        properties.properties().forEach(property -> {
            JsonNode option = property.getValue();
            if (!option.get("label").asText().contains("advanced")) {
                options.put(property.getKey(), new Option(option.get("kind").asText(), option.get("required").asBoolean(),
                        option.path("defaultValue").asText(), option.get("javaType").asText(), option.get("description").asText()));
            }
        });
        return options;
    }

    private static Map<String, Option> declared(Class<?> endpoint) {
        Map<String, Option> options = new TreeMap<>();
        Arrays.stream(endpoint.getDeclaredFields()).forEach(field -> {
            UriPath path = field.getAnnotation(UriPath.class);
            UriParam parameter = field.getAnnotation(UriParam.class);
            if (path != null) {
                options.put(field.getName(), new Option("path", isRequired(field), path.defaultValue(), type(field), path.description()));
            } else if (parameter != null) {
                options.put(field.getName(), new Option("parameter", isRequired(field), parameter.defaultValue(), type(field),
                        parameter.description()));
            }
        });
        assertThat(new TreeSet<>(options.keySet())).as("options of " + endpoint).isNotEmpty();
        return options;
    }

    private static boolean isRequired(Field field) {
        return field.isAnnotationPresent(Metadata.class) && field.getAnnotation(Metadata.class).required();
    }

    private static String type(Field field) {
        return field.getType().getCanonicalName();
    }
}
