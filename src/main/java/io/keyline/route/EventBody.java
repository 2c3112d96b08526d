package io.keyline.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.StreamCache;

/** The body of an event as the map that it is or that its JSON (RFC 8259) says, within limits and of no class but the plainest. */
final class EventBody {

    /** In bytes of UTF-8. */
    static final int LARGEST = 64 * 1024;
    static final int DEEPEST = 16;
    /** 1e999999999 is short to send and takes the whole memory to write out. */
    static final int WIDEST = 100;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(WIDEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build().readerFor(Map.class);

    private EventBody() {
    }

    /** @throws BadEventException it is none, or beyond the limits */
    static Map<?, ?> map(Object body) {
        return switch (body) {
            case null -> throw new BadEventException("there is no event: the body is empty");
            case Map<?, ?> map -> map;
            case String text -> json(checked(text));
            case byte[] bytes -> json(text(bytes));
            case InputStream stream -> json(text(bytes(stream)));
            case TextOrBytes.Unreadable unreadable -> throw new BadEventException(unreadable.reason());
            default -> throw new BadEventException("the body is neither a map nor JSON text");
        };
    }

    private static byte[] bytes(InputStream stream) {
        try {
            if (stream instanceof StreamCache cache) {
                cache.reset(); // a step before may have read it
            }
            return stream.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be read", e);
        }
    }

    private static String text(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw tooLarge();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BadEventException("the body is not UTF-8");
        }
    }

    private static String checked(String text) {
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw tooLarge();
        }
        return text;
    }

    private static BadEventException tooLarge() {
        return new BadEventException("the body is larger than " + LARGEST / 1024 + " KiB");
    }

    /** The parser's own message quotes what it read, so it goes no further: only where, and whether a name came twice. */
    private static Map<?, ?> json(String text) {
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadEventException("the body is not a JSON object");
            }
            return JSON.readValue(parser);
        } catch (JsonProcessingException e) {
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
            throw new BadEventException((twice ? "the body has a name twice" : "the body is not JSON within the limits") + at(e.getLocation()));
        } catch (IOException e) {
            throw new BadEventException("the body is not JSON");
        }
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : ", at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }
}
