package io.keyline.channel.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.UrlEncoded;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a request says: values by name. A name that begins with a slash is a JSON Pointer (RFC 6901) into the body; any other is a
 * field of form or query.
 */
record Fields(List<Entry<String, String>> pairs, JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads a request.
     *
     * @param charset of form and query; JSON is UTF-8
     * @param each    the JSON Pointer of an array, each element of which is one message or receipt; empty: the request is one
     * @throws IOException if it cannot be read
     */
    static List<Fields> of(HttpRequest request, Charset charset, String each) throws IOException {
        List<Entry<String, String>> pairs = pairs(request, charset);
        JsonNode json = isJson(request) ? MAPPER.readTree(request.body()) : MissingNode.getInstance();
        if (each.isEmpty()) {
            return List.of(new Fields(pairs, json));
        }
        return StreamSupport.stream(json.at(each).spliterator(), false).map(element -> new Fields(pairs, element)).toList();
    }

    private static boolean isJson(HttpRequest request) {
        return request.header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("json");
    }

    private static List<Entry<String, String>> pairs(HttpRequest request, Charset charset) throws IOException {
        List<Entry<String, String>> pairs = new ArrayList<>();
        if (charset.equals(StandardCharsets.UTF_8)) {
            pairs.addAll(request.form());
            pairs.addAll(request.query());
            return pairs;
        }
        try {
            if (!request.form().isEmpty()) {
                add(new String(request.body(), StandardCharsets.ISO_8859_1), charset, pairs);
            }
            add(request.rawQuery(), charset, pairs);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return pairs;
    }

    private static void add(String raw, Charset charset, List<Entry<String, String>> pairs) throws IOException {
        for (Entry<String, byte[]> pair : UrlEncoded.read(raw)) {
            pairs.add(Map.entry(pair.getKey(), UrlEncoded.text(pair.getValue(), charset)));
        }
    }

    /** @param name as a route gives it; empty: the provider has no such field */
    Optional<String> value(String name) {
        if (name.startsWith("/")) {
            JsonNode node = json.at(name);
            return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
        }
        return pairs.stream().filter(pair -> pair.getKey().equals(name)).map(Entry::getValue).findFirst();
    }

    /** @throws IllegalArgumentException if it is not there; the message quotes the name only */
    String needed(String name) {
        return value(name).orElseThrow(() -> new IllegalArgumentException("the request has no " + name));
    }
}
