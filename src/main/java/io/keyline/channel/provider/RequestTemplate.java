package io.keyline.channel.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The request that a route describes, to be filled for each message. What a customer wrote gets into query, form and JSON only, encoded. */
final class RequestTemplate {

    /** In headers, which have no encoding. */
    private static final Set<String> PLAIN = Set.of("id", "url");
    private static final Set<String> ALL = Set.of("from", "from.digits", "to", "to.digits", "text", "id", "url", "alphabet", "validity");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final String method;
    private final Map<String, Template> query;
    private final Map<String, Template> form;
    private final JsonNode json;
    private final Map<String, Template> headers;

    /** @throws IllegalArgumentException if what the route says cannot be */
    RequestTemplate(SendingOptions options) {
        url = checked(options.getUrl());
        method = options.getMethod();
        query = templates(options.getQuery(), ALL);
        form = templates(options.getForm(), ALL);
        json = options.getJson().isBlank() ? null : parsed(options.getJson());
        if (json != null) {
            fill(json, null); // names are checked now, not with the first message
        }
        headers = templates(options.getHeaders(), PLAIN);
        if (!options.getToken().isEmpty()) {
            headers.put("Authorization", new Template("Bearer " + options.getToken()));
        } else if (!options.getUsername().isEmpty()) {
            byte[] account = (options.getUsername() + ":" + options.getPassword()).getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", new Template("Basic " + Base64.getEncoder().encodeToString(account)));
        }
        if (json != null && !form.isEmpty()) {
            throw new IllegalArgumentException("a request has either json or form fields");
        }
    }

    private static String checked(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException("url should be where messages are sent to, for example https://api.example.com/messages");
        }
        return url;
    }

    private static Map<String, Template> templates(String object, Set<String> names) {
        Map<String, Template> templates = new TreeMap<>();
        if (!object.isBlank()) {
            parsed(object).properties().forEach(pair -> templates.put(pair.getKey(), Template.of(pair.getValue().asText(), names)));
        }
        return templates;
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isContainerNode()) {
                throw new IllegalArgumentException("a template should be a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a template is no JSON: " + e.getOriginalMessage(), e); // without the text: it may hold a password
        }
    }

    /** The request for these values, one for each name. */
    HttpRequest with(Map<String, String> values) {
        String parameters = encoded(query, values);
        URI uri = URI.create(parameters.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + parameters);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body(values));
        if (json != null) {
            request.setHeader("Content-Type", "application/json");
        } else if (!form.isEmpty()) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
        }
        headers.forEach((name, template) -> request.setHeader(name, template.with(values)));
        return request.build();
    }

    private BodyPublisher body(Map<String, String> values) {
        if (json != null) {
            return BodyPublishers.ofString(fill(json, values).toString());
        }
        return form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(encoded(form, values));
    }

    private static String encoded(Map<String, Template> pairs, Map<String, String> values) {
        return pairs.entrySet().stream().map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue().with(values)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param values null: the names are only checked */
    private static JsonNode fill(JsonNode node, Map<String, String> values) {
        if (node.isTextual()) {
            Template template = Template.of(node.asText(), ALL);
            return values == null ? node : TextNode.valueOf(template.with(values));
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> filled.add(fill(element, values)));
            return filled;
        }
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(property -> filled.set(property.getKey(), fill(property.getValue(), values)));
            return filled;
        }
        return node;
    }
}
