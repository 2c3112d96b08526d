package io.keyline.channel.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.net.URLDecoder;

/**
 * Names and values of a query or form whose charset is not UTF-8, or differs from field to field
 * (WHATWG URL, application/x-www-form-urlencoded).
 */
public final class UrlEncoded {

    private UrlEncoded() {
    }

    /**
     * The pairs in their order, names as text and values as octets.
     *
     * @param raw percent-encoded
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    public static List<Entry<String, byte[]>> read(String raw) {
        return Arrays.stream(raw.split("&")).filter(pair -> !pair.isEmpty()).map(pair -> pair.split("=", 2))
                .map(pair -> Map.entry(new String(octets(pair[0]), StandardCharsets.UTF_8), octets(pair.length == 1 ? "" : pair[1])))
                .toList();
    }

    // ISO 8859-1 has a character for each octet; what was not encoded although it had to be is taken as UTF-8
    private static byte[] octets(String encoded) {
        String ascii = new String(encoded.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return URLDecoder.decode(ascii, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @throws CharacterCodingException if these octets are no text of that charset */
    public static String text(byte[] octets, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    }
}
