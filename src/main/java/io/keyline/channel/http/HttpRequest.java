package io.keyline.channel.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request from outside, as it came.
 *
 * @param url     as the caller called it: the public address of this hub, path and query byte for byte; signatures are made over it
 * @param query   the parameters of the URL, decoded, in order; names may repeat
 * @param form    those of the body if it is a form, decoded, in order; else empty
 * @param headers by name in lower case; the first value of each
 * @param remote  the caller's IP address
 */
public record HttpRequest(String method, String url, List<Map.Entry<String, String>> query, List<Map.Entry<String, String>> form,
        Map<String, String> headers, byte[] body, String remote) {

    /** The query as it came, not decoded; callers do not encode all that RFC 3986 wants encoded. Empty if there is none. */
    public String rawQuery() {
        int mark = url.indexOf('?');
        return mark < 0 ? "" : url.substring(mark + 1);
    }

    /** The value of a parameter of body or URL; the body's first. */
    public Optional<String> parameter(String name) {
        return first(form, name).or(() -> first(query, name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    private static Optional<String> first(List<Map.Entry<String, String>> parameters, String name) {
        return parameters.stream().filter(parameter -> parameter.getKey().equals(name)).map(Map.Entry::getValue).findFirst();
    }
}
