package io.keyline.route;

import io.keyline.language.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may follow a keyword, and how it is read. */
final class Arguments {

    /** The kinds of arguments. */
    enum Kind {
        WORD,
        NUMBER,
        AMOUNT,
        REST
    }

    private record Argument(String name, Kind kind, boolean optional) {
    }

    private static final Pattern FORM = Pattern.compile("([a-z][A-Za-z0-9-]*)(\\?)?(?::([a-z]+))?");
    // one separator with one or two digits behind it is a decimal point or comma; with three it could mean a thousand: refused
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})(?:[.,](\\d{1,2}))?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Z}]+");

    private final List<Argument> arguments;

    private Arguments(List<Argument> arguments) {
        this.arguments = arguments;
    }

    /**
     * @param declaration for example {@code amount:amount,account?:word}
     * @throws IllegalArgumentException when it is not of that form; says what to write
     */
    static Arguments parse(String declaration) {
        List<Argument> arguments = new ArrayList<>();
        for (String form : declaration.isBlank() ? new String[0] : declaration.trim().split("\\s*,\\s*", -1)) {
            Matcher matcher = FORM.matcher(form);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("arguments: '" + form + "' is not of the form name:kind, for example amount:amount");
            }
            Argument argument = new Argument(matcher.group(1), kind(form, matcher.group(3)), matcher.group(2) != null);
            arguments.forEach(before -> checkOrder(before, argument));
            arguments.add(argument);
        }
        return new Arguments(List.copyOf(arguments));
    }

    private static void checkOrder(Argument before, Argument argument) {
        if (before.name.equals(argument.name)) {
            throw new IllegalArgumentException("arguments: '" + argument.name + "' is there twice, give each its own name");
        }
        if (before.kind == Kind.REST) {
            throw new IllegalArgumentException("arguments: '" + before.name + ":rest' takes all words, so it stands last");
        }
        if (before.optional && !argument.optional) {
            throw new IllegalArgumentException("arguments: '" + argument.name + "' must not be missing, so it stands before '" + before.name
                    + "', which may be");
        }
    }

    private static Kind kind(String form, String name) {
        if (name == null) {
            return Kind.WORD;
        }
        return Arrays.stream(Kind.values()).filter(kind -> kind.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("arguments: '" + form + "' has an unknown kind, write one of "
                        + Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
    }

    /** What the customer wrote, by name; empty if it cannot be read. */
    Optional<Map<String, Object>> read(String rest) {
        List<String> words = GAP.splitAsStream(rest).filter(word -> !word.isEmpty()).toList();
        Map<String, Object> values = new LinkedHashMap<>();
        int next = 0;
        for (Argument argument : arguments) {
            if (argument.kind == Kind.REST) {
                String left = String.join(" ", words.subList(next, words.size()));
                next = words.size();
                if (!left.isEmpty()) {
                    values.put(argument.name, left);
                } else if (!argument.optional) {
                    return Optional.empty();
                }
            } else if (next == words.size()) {
                if (!argument.optional) {
                    return Optional.empty();
                }
            } else {
                Object value = value(argument.kind, words.get(next++));
                if (value == null) {
                    return Optional.empty();
                }
                values.put(argument.name, value);
            }
        }
        return next < words.size() && !arguments.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    /** Null if the word is not of that kind. {@code 4711.} and {@code "4711"} are 4711: people end a sentence, or quote what they read. */
    private static Object value(Kind kind, String written) {
        List<String> words = Words.split(written);
        if (words.size() != 1) {
            return null;
        }
        String word = words.getFirst();
        if (kind == Kind.WORD) {
            return word;
        }
        String digits = asciiDigits(word);
        if (kind == Kind.NUMBER) {
            return NUMBER.matcher(digits).matches() ? Long.valueOf(digits) : null;
        }
        Matcher amount = AMOUNT.matcher(digits);
        if (!amount.matches()) {
            return null;
        }
        return new BigDecimal(amount.group(2) == null ? amount.group(1) : amount.group(1) + "." + amount.group(2));
    }

    /** Arabic-Indic, full-width and other decimal digits as 0 to 9. */
    private static String asciiDigits(String word) {
        StringBuilder digits = new StringBuilder(word.length());
        word.codePoints().forEach(c -> {
            int value = Character.digit(c, 10);
            digits.appendCodePoint(value >= 0 ? '0' + value : c == '٫' ? '.' : c);
        });
        return digits.toString();
    }
}
