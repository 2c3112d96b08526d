package io.keyline.channel.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is answered.
 *
 * @param type    the media type, with its charset; null without a body
 * @param headers others, by name
 */
public record HttpAnswer(int status, String type, byte[] body, Map<String, String> headers) {

    /** @param type a media type without charset: it is UTF-8 */
    public static HttpAnswer of(int status, String type, String text) {
        return new HttpAnswer(status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static HttpAnswer text(int status, String text) {
        return of(status, "text/plain", text);
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, null, new byte[0], Map.of());
    }
}
