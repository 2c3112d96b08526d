package io.keyline.language;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.util.CurrencyAmount;
import com.ibm.icu.util.ULocale;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One text in one language, compiled. */
final class Text {

    private final String key;
    private final String pattern;
    private final ULocale locale;
    private final ZoneId zone;
    private final Map<String, ArgumentKind> arguments;
    private final Map<String, ?> settings;
    private final String fixed;
    /** A format serves one thread at a time and is dear; its clone would share the formats of numbers and dates inside. */
    private final Queue<MessageFormat> idle = new ConcurrentLinkedQueue<>();

    /** @throws IllegalArgumentException if the pattern is wrong */
    Text(String key, String pattern, String language, ZoneId zone) {
        this(key, pattern, ULocale.forLanguageTag(language), zone, arguments(new MessagePattern(pattern)), Map.of());
        idle.offer(new MessageFormat(pattern, locale));
    }

    private Text(String key, String pattern, ULocale locale, ZoneId zone, Map<String, ArgumentKind> arguments,
            Map<String, ?> settings) {
        this.key = key;
        this.pattern = pattern;
        this.locale = locale;
        this.zone = zone;
        this.arguments = arguments;
        this.settings = settings;
        this.fixed = settings.keySet().containsAll(arguments.keySet()) ? format(Map.of()) : null;
    }

    /** The same text with some values known beforehand, which no caller can change. */
    Text with(Map<String, ?> settings) {
        return new Text(key, pattern, locale, zone, arguments, settings);
    }

    /** Whether the other one, which may be null, is written in the same words. */
    boolean says(Text other) {
        return other != null && other.pattern.equals(pattern);
    }

    Map<String, ArgumentKind> arguments() {
        return arguments;
    }

    String render(Map<String, ?> values) {
        return fixed != null ? fixed : format(values);
    }

    /** With plausible values where none are given. */
    String sample(Map<String, ?> given) {
        Map<String, Object> values = new HashMap<>();
        arguments.forEach((name, kind) -> values.put(name, kind.sample()));
        values.putAll(given);
        return render(values);
    }

    /** The text without a customer: the settings are in it, other values stand as {@code {name}}, a plural is that of many. */
    String outline() {
        StringBuilder outline = new StringBuilder();
        outline(new MessagePattern(pattern), 0, outline);
        return outline.toString();
    }

    private void outline(MessagePattern parsed, int start, StringBuilder outline) {
        int from = parsed.getPart(start).getLimit();
        for (int i = start + 1; ; i++) {
            Part part = parsed.getPart(i);
            outline.append(pattern, from, part.getIndex());
            from = part.getLimit();
            if (part.getType() == Part.Type.MSG_LIMIT) {
                return;
            } else if (part.getType() == Part.Type.REPLACE_NUMBER) {
                outline.append('#');
            } else if (part.getType() == Part.Type.ARG_START) {
                argument(parsed, i, outline);
                i = parsed.getLimitPartIndex(i);
                from = parsed.getPart(i).getLimit();
            }
        }
    }

    private void argument(MessagePattern parsed, int start, StringBuilder outline) {
        for (int i = start + 2; i < parsed.getLimitPartIndex(start); i++) {
            if (parsed.getPartType(i) == Part.Type.MSG_START) {
                if (pattern.startsWith("other", parsed.getPart(i - 1).getIndex())) {
                    outline(parsed, i, outline);
                    return;
                }
                i = parsed.getLimitPartIndex(i);
            }
        }
        String name = parsed.getSubstring(parsed.getPart(start + 1));
        outline.append(settings.containsKey(name) ? settings.get(name) : "{" + name + "}");
    }

    private String format(Map<String, ?> values) {
        Map<String, Object> read = HashMap.newHashMap(arguments.size());
        arguments.forEach((name, kind) -> read.put(name, read(name, kind, values)));
        MessageFormat free = idle.poll();
        MessageFormat mine = free != null ? free : new MessageFormat(pattern, locale);
        try {
            return mine.format(read);
        } finally {
            idle.offer(mine);
        }
    }

    private Object read(String name, ArgumentKind kind, Map<String, ?> values) {
        Object value = settings.containsKey(name) ? settings.get(name) : values.get(name);
        if (value == null) {
            throw new ArgumentException(key, name, "is missing");
        }
        try {
            Object read = kind.read(value, zone);
            return kind == ArgumentKind.PLAIN && read instanceof CurrencyAmount money
                    ? NumberFormat.getCurrencyInstance(locale).format(money) : read;
        } catch (IllegalArgumentException | DateTimeException wrong) {
            // no cause: it would quote the value, which is a customer's and not for a log
            throw new ArgumentException(key, name, "cannot be shown as " + kind.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Map<String, ArgumentKind> arguments(MessagePattern pattern) {
        Map<String, ArgumentKind> arguments = new TreeMap<>();
        for (int i = 0; i < pattern.countParts(); i++) {
            if (pattern.getPartType(i) == Part.Type.ARG_START) {
                String name = pattern.getSubstring(pattern.getPart(i + 1));
                // a plural may also show its number
                arguments.merge(name, kind(pattern, i), (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        return arguments;
    }

    private static ArgumentKind kind(MessagePattern pattern, int start) {
        ArgType type = pattern.getPart(start).getArgType();
        if (type != ArgType.SIMPLE) {
            return type.hasPluralStyle() || type == ArgType.CHOICE ? ArgumentKind.NUMBER : ArgumentKind.PLAIN;
        }
        String name = pattern.getSubstring(pattern.getPart(start + 2));
        if (name.equals("date") || name.equals("time")) {
            return ArgumentKind.MOMENT;
        }
        Part style = pattern.getPart(start + 3);
        boolean money = style.getType() == Part.Type.ARG_STYLE && pattern.getSubstring(style).strip().equals("currency");
        return money ? ArgumentKind.MONEY : ArgumentKind.NUMBER;
    }
}
