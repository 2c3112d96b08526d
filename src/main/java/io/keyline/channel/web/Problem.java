package io.keyline.channel.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.channel.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A request that is not done: its HTTP status and the problem details (RFC 9457) that the caller is told. */
final class Problem extends RuntimeException {

    private static final Map<Integer, String> TITLES = Map.of(400, "Bad Request", 401, "Unauthorized", 403, "Forbidden", 409, "Conflict",
            415, "Unsupported Media Type", 422, "Unprocessable Content", 429, "Too Many Requests", 503, "Service Unavailable");

    private final int status;
    private final int retryAfter;
    private final String field;
    private final String id;

    private Problem(int status, String detail, int retryAfter, String field, String id) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
        this.field = field;
        this.id = id;
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, 0, null, null);
    }

    /** @param field which is wrong */
    static Problem invalid(String field, String detail) {
        return new Problem(422, detail, 0, field, null);
    }

    /** @param seconds after which it may go well */
    static Problem later(int status, int seconds, String detail) {
        return new Problem(status, detail, seconds, null, null);
    }

    /** @param id of what is there already */
    static Problem duplicate(String id) {
        return new Problem(409, "a message with this idempotency key is there already", 0, null, id);
    }

    HttpAnswer answer() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("title", TITLES.get(status)).put("status", status).put("detail", getMessage());
        if (field != null) {
            body.put("field", field);
        }
        if (id != null) {
            body.put("id", id);
        }
        return new HttpAnswer(status, "application/problem+json", body.toString().getBytes(StandardCharsets.UTF_8),
                retryAfter == 0 ? Map.of() : Map.of("Retry-After", Integer.toString(retryAfter)));
    }
}
