package io.keyline.hub;

import java.util.regex.Pattern;

/** Text as PostgreSQL stores it: without NUL and without halves of a pair of UTF-16. */
final class Storable {

    private static final Pattern UNSTORABLE = Pattern.compile("\0|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");

    private Storable() {
    }

    /** @param text may be null */
    static String of(String text) {
        return text == null ? null : UNSTORABLE.matcher(text).replaceAll("");
    }
}
