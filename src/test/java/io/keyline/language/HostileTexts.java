package io.keyline.language;

import java.util.stream.Stream;

/** What customers may write to do harm (security, section 3, and T33). */
public final class HostileTexts {

    private HostileTexts() {
    }

    public static Stream<String> all() {
        return Stream.of("${bean:x}", "${exec:rm}", "$simple{body}", "{0}", "{account}", "{x, plural, other{#}}", "{", "}", "'{'", "''",
                "{{env:PATH}}", "<#assign x=1>", "#{x}", "%s%n", "\\u0041", "\uD800", "\uDC00\uD800", "\u202Estop\u202C", "\u200F",
                "\u0000", "\uFFFF", "a\u0301".repeat(50_000), "x".repeat(100_000), "余".repeat(100_000), "stop ".repeat(20_000),
                "\u05B0\u05C2".repeat(50_000));
    }
}
