package io.keyline.demo;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Three orders for each customer: one packed, whose day can still be changed, one shipped and one delivered. Their numbers are
 * the last four digits of the customer's number, a hyphen and 1, 2 or 3.
 */
final class Orders {

    private static final int DAYS_TO_COME = 3;
    private static final int LATEST = 14;
    private static final int OFFERED = 3;

    private final Map<String, LocalDate> changed = new HashMap<>();

    /** The order asked for; without a number the packed one. */
    Answer find(Call call) {
        if (call.isStranger()) {
            return Answer.refused("no-order");
        }
        LocalDate today = LocalDate.now();
        String packed = number(call, 1);
        String order = call.text("order").orElse(packed);
        if (order.equals(packed)) {
            return found(order, "packed", changed.getOrDefault(call.address(), today.plusDays(DAYS_TO_COME)), true);
        }
        if (order.equals(number(call, 2))) {
            return found(order, "shipped", today, false);
        }
        return order.equals(number(call, 3)) ? found(order, "delivered", today.minusDays(1), false)
                : Answer.refused("unknown-order", Map.of("order", order));
    }

    /** Changes the day of the packed order: from tomorrow on, for two weeks, and not on a Sunday. */
    Answer change(Call call) {
        if (call.isStranger() || !call.text("order").orElse("").equals(number(call, 1))) {
            return Answer.refused("too-late-to-change");
        }
        LocalDate today = LocalDate.now();
        return call.text("day").map(Orders::date).filter(day -> isPossible(day, today)).map(day -> {
            changed.put(call.address(), day);
            return Answer.ok(Map.of("order", number(call, 1), "day", day.toString()));
        }).orElseGet(() -> Answer.refused("day-not-available", Map.of("days", possible(today, call.language()))));
    }

    private static Answer found(String order, String state, LocalDate day, boolean changeable) {
        return Answer.ok(Map.of("order", order, "state", state, "day", day.toString(), "changeable", changeable));
    }

    private static boolean isPossible(LocalDate day, LocalDate today) {
        return day.isAfter(today) && !day.isAfter(today.plusDays(LATEST)) && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    private static List<Map<String, Object>> possible(LocalDate today, String language) {
        DateTimeFormatter shown = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Locale.forLanguageTag(language));
        return today.plusDays(1).datesUntil(today.plusDays(LATEST)).filter(day -> isPossible(day, today)).limit(OFFERED)
                .map(day -> Map.<String, Object>of("id", day.toString(), "name", shown.format(day))).toList();
    }

    private static LocalDate date(String iso) {
        try {
            return LocalDate.parse(iso);
        } catch (DateTimeException none) {
            return LocalDate.MIN;
        }
    }

    private static String number(Call call, int place) {
        return call.lastDigits() + "-" + place;
    }
}
