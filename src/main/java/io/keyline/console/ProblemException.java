package io.keyline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.worklist.RefusedException;
import java.util.Map;

/** A request that is not done: its HTTP status and the problem details (RFC 9457) that the client is told. */
final class ProblemException extends RuntimeException {

    private static final Map<Integer, String> TITLES = Map.of(400, "Bad Request", 401, "Unauthorized", 403, "Forbidden", 404, "Not Found",
            405, "Method Not Allowed", 409, "Conflict", 413, "Content Too Large", 415, "Unsupported Media Type", 422, "Unprocessable Content",
            503, "Service Unavailable");

    private final int status;
    private String field;
    private String by;

    ProblemException(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    static ProblemException of(RefusedException refused) {
        ProblemException problem = new ProblemException(switch (refused.kind()) {
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case INVALID -> 422;
            case TRY_LATER -> 503;
        }, refused.getMessage());
        problem.field = refused.field();
        problem.by = refused.by();
        return problem;
    }

    /** Names the field that is wrong. */
    ProblemException about(String name) {
        field = name;
        return this;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("title", TITLES.getOrDefault(status, "Internal Server Error"))
                .put("status", status).put("detail", getMessage());
        if (field != null) {
            body.put("field", field);
        }
        if (by != null) {
            body.put("by", by);
        }
        return body;
    }
}
