package io.keyline.backoffice;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.keyline.backoffice.Reply.Status;
import java.io.IOException;
import java.util.Map;

/** Reads a reply by the contract, whatever it is. */
public final class ReplyReader {

    /** In characters, and in bytes. */
    static final int LARGEST = 256 * 1024;

    private ReplyReader() {
    }

    /**
     * @param correlation the key by which it came; null where only the text can say it
     * @return the reply, MALFORMED with its reason where it is none; without a key where nothing tells whose it is
     */
    public static Reply read(String correlation, String text) {
        try {
            if (text.length() > LARGEST) {
                throw new IOException("larger than 256 KiB");
            }
            return reply(correlation, Contract.read(text));
        } catch (JsonProcessingException e) {
            return malformed(correlation, "not JSON" + at(e.getLocation())); // its own message quotes what it read
        } catch (IOException e) {
            return malformed(correlation, e.getMessage());
        }
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : ": line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    private static Reply reply(String correlation, Map<String, Object> body) {
        var id = body.get("id");
        var key = correlation != null ? correlation : id instanceof String own ? own : null;
        if (key == null) {
            return malformed(null, "no correlation id and no id");
        }
        if (id != null && !id.equals(key)) {
            return malformed(key, "id is not the correlation id");
        }
        var status = status(body.get("status"));
        if (status == null) {
            return malformed(key, "status is none of ok, refused, failed");
        }
        if (body.get("reason") != null && !(body.get("reason") instanceof String)) {
            return malformed(key, "reason is not a string");
        }
        return switch (body.get("data")) {
            case null -> new Reply(key, status, (String) body.get("reason"), Map.of());
            case Map<?, ?> data -> new Reply(key, status, (String) body.get("reason"), named(data));
            default -> malformed(key, "data is not an object");
        };
    }

    private static Status status(Object word) {
        return switch (String.valueOf(word)) {
            case "ok" -> Status.OK;
            case "refused" -> Status.REFUSED;
            case "failed" -> Status.FAILED;
            default -> null;
        };
    }

    static Reply malformed(String key, String reason) {
        return new Reply(key, Status.MALFORMED, reason, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> named(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }
}
