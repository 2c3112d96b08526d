package io.keyline.route;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The data of an event: a copy that holds nothing but what a conversation can remember, so nothing of the giver's classes. */
final class EventData {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,49}");
    /** Half a pair of UTF-16 and NUL: PostgreSQL stores neither. */
    private static final Pattern UNSTORABLE = Pattern.compile("\0|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");

    private EventData() {
    }

    static Map<String, Object> of(Map<?, ?> data) {
        if (data.size() > Event.MOST_NAMES) {
            throw new BadEventException("data has more than " + Event.MOST_NAMES + " names");
        }
        for (Object name : data.keySet()) {
            if (!(name instanceof String text) || !NAME.matcher(text).matches()) {
                throw new BadEventException("data has a name that is not a letter and up to 49 letters, digits and hyphens");
            }
        }
        return map(data, "data", 1);
    }

    /** The text without what PostgreSQL cannot store. */
    static String storable(String text) {
        return UNSTORABLE.matcher(text).replaceAll("");
    }

    private static Map<String, Object> map(Map<?, ?> map, String where, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            String plain = storable(String.valueOf(name));
            copy.put(plain, value(value, depth == 1 ? where + "." + plain : where, depth + 1));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> list(Collection<?> list, String where, int depth) {
        List<Object> copy = new ArrayList<>(list.size());
        list.forEach(value -> copy.add(value(value, where, depth + 1)));
        return Collections.unmodifiableList(copy);
    }

    private static Object value(Object value, String where, int depth) {
        if (depth > EventBody.DEEPEST) {
            throw new BadEventException(where + " is nested too deeply");
        }
        return switch (value) {
            case null -> null;
            case String text -> storable(text);
            case Boolean flag -> flag;
            case Number number -> number(number, where);
            case Map<?, ?> map -> map(map, where, depth);
            case Collection<?> list -> list(list, where, depth);
            default -> throw new BadEventException(where + " holds something that is no text, number, truth value, list or object");
        };
    }

    private static BigDecimal number(Number number, String where) {
        try {
            BigDecimal exact = number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
            if (Math.abs((long) exact.scale()) <= EventBody.WIDEST && exact.precision() <= EventBody.WIDEST) {
                return exact;
            }
        } catch (NumberFormatException e) {
            throw noNumber(where); // NaN and the infinite ones
        }
        throw noNumber(where);
    }

    private static BadEventException noNumber(String where) {
        return new BadEventException(where + " is a number that is too large or too fine");
    }
}
