package io.keyline.route;

import io.keyline.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * What a step gave back, as the journal keeps it. The route always goes on with the kept form, also the first time: so it meets
 * the same values, and the same exceptions, whenever it runs.
 *
 * @param same      whether the body stayed as it was
 * @param headers   those that can be kept: texts, numbers, booleans
 * @param variables of the exchange, those that can be kept
 * @param failure   the class of the exception, or null
 */
record Recording(boolean same, Object body, Map<String, Object> headers, Map<String, Object> variables, String failure, String message) {

    /**
     * @throws IllegalStateException if the body is nothing that JSON can hold; says which step gave it
     */
    static Recording of(Exchange exchange, Object before, String step) {
        Exception failure = exchange.getException();
        if (failure != null) {
            return new Recording(true, null, Map.of(), Map.of(), failure.getClass().getName(), failure.getMessage());
        }
        Object body = exchange.getMessage().getBody();
        boolean same = body == before;
        return new Recording(same, same ? null : kept(exchange, body, step), plain(exchange.getMessage().getHeaders()),
                plain(exchange.getVariables()), null, null);
    }

    static Recording read(String json) {
        return Json.read(json, Recording.class);
    }

    String json() {
        return Json.write(this);
    }

    void restore(Exchange exchange) {
        if (failure != null) {
            exchange.setException(exception());
            return;
        }
        if (!same) {
            exchange.getMessage().setBody(body);
        }
        exchange.getMessage().setHeaders(headers == null ? new LinkedHashMap<>() : new LinkedHashMap<>(headers));
        if (variables != null) {
            variables.forEach(exchange::setVariable);
        }
    }

    /** Of the same class where its message is enough to make one, so that doCatch finds it; else one that names it. */
    private Exception exception() {
        try {
            Class<?> type = Class.forName(failure);
            if (Exception.class.isAssignableFrom(type)) {
                return (Exception) type.getConstructor(String.class).newInstance(message);
            }
        } catch (ReflectiveOperationException e) {
            // no such constructor: see below
        }
        return new StepFailedException(failure + ": " + message);
    }

    private static Object kept(Exchange exchange, Object body, String step) {
        return switch (body) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case StreamCache cache -> exchange.getContext().getTypeConverter().convertTo(String.class, exchange, cache);
            case InputStream stream -> text(stream);
            case Object value when isPlain(value) -> Json.read(Json.write(value), Object.class);
            default -> throw new IllegalStateException("the step '" + step + "' gives a " + body.getClass().getName()
                    + ", which cannot be kept while the route waits; turn it into text or a map");
        };
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("what the step gives cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isPlain(Object value) {
        return switch (value) {
            case null -> true;
            case String text -> true;
            case Boolean truth -> true;
            case Integer number -> true;
            case Long number -> true;
            case Double number -> true;
            case BigDecimal number -> true;
            case BigInteger number -> true;
            case Map<?, ?> map -> map.keySet().stream().allMatch(String.class::isInstance) && map.values().stream().allMatch(Recording::isPlain);
            case List<?> list -> list.stream().allMatch(Recording::isPlain);
            default -> false;
        };
    }

    private static Map<String, Object> plain(Map<String, Object> all) {
        Map<String, Object> plain = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (value != null && isPlain(value)) {
                plain.put(name, value);
            }
        });
        return plain;
    }
}
