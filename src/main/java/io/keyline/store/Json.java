package io.keyline.store;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.Map;

/** What the database keeps as JSON. Numbers keep their digits. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .setDefaultPropertyInclusion(Include.NON_NULL).registerModule(new SimpleModule().addSerializer(new WithoutNul()));
    private static final TypeReference<Map<String, Object>> NAMES = new TypeReference<>() { };

    private Json() {
    }

    /** PostgreSQL keeps no NUL, whoever sent it. */
    private static final class WithoutNul extends StdScalarSerializer<String> {

        private static final long serialVersionUID = 1L;

        WithoutNul() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
        }
    }

    /** @throws IllegalArgumentException if it cannot be written; the message names the type and quotes nothing */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be kept as JSON: " + value.getClass().getName());
        }
    }

    /** @throws IllegalArgumentException if it is not what it should be; the message quotes nothing */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what was kept is no " + type.getSimpleName());
        }
    }

    /** Names and values. */
    public static Map<String, Object> names(String json) {
        try {
            return MAPPER.readValue(json, NAMES);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what was kept are no names and values");
        }
    }
}
