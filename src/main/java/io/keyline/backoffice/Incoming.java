package io.keyline.backoffice;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keyline.backoffice.Reply.Status;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads what came to the reply queue, whatever it is; nothing of it is ever deserialised. */
final class Incoming {

    static final int LARGEST = 256 * 1024;
    /** Artemis tells the size of a large message before it is read. */
    private static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

    private Incoming() {
    }

    /** @return the reply, MALFORMED with its reason where it is none; without a key where nothing tells whose it is */
    static Reply read(Message message) throws JMSException {
        var correlation = message.getJMSCorrelationID();
        try {
            return reply(correlation, Contract.read(text(message)));
        } catch (JsonProcessingException e) {
            return malformed(correlation, "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return malformed(correlation, e.getMessage());
        } catch (JMSException | RuntimeException e) {
            // If it is the connection that failed, the commit will say so; if it is the message, it must not come back for ever.
            return malformed(correlation, "cannot be read: " + e.getMessage());
        }
    }

    static Reply reply(String correlation, Map<String, Object> body) {
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

    private static String text(Message message) throws JMSException, IOException {
        if (message.propertyExists(LARGE_SIZE) && message.getLongProperty(LARGE_SIZE) > 2L * LARGEST) {
            throw new IOException("larger than 256 KiB");
        }
        return switch (message) {
            case TextMessage text when text.getText() == null -> throw new IOException("empty");
            case TextMessage text when text.getText().length() > LARGEST -> throw new IOException("larger than 256 KiB");
            case TextMessage text -> text.getText();
            case BytesMessage bytes when bytes.getBodyLength() > LARGEST -> throw new IOException("larger than 256 KiB");
            case BytesMessage bytes -> utf8(bytes);
            default -> throw new IOException("not a text message");
        };
    }

    private static String utf8(BytesMessage message) throws JMSException {
        var bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Status status(Object word) {
        return switch (String.valueOf(word)) {
            case "ok" -> Status.OK;
            case "refused" -> Status.REFUSED;
            case "failed" -> Status.FAILED;
            default -> null;
        };
    }

    private static Reply malformed(String key, String reason) {
        return new Reply(key, Status.MALFORMED, reason, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> named(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }
}
