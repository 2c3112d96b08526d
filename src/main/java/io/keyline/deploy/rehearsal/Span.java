package io.keyline.deploy.rehearsal;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it: {@code 2d 3h}, {@code 90s}.
 *
 * @param days of the calendar: a day on which the clocks change is one, too
 */
record Span(int days, Duration rest) {

    static final String FORM = "(?:\\d{1,6}[dhms])(?:\\s+\\d{1,6}[dhms])*";
    private static final Pattern PART = Pattern.compile("(\\d{1,6})([dhms])");

    static Span read(String text) throws Unreadable {
        if (!text.matches(FORM)) {
            throw new Unreadable("'" + text + "' is no length of time; write for example 24h, 2d 3h, 10m or 30s");
        }
        int days = 0;
        Duration rest = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            int number = Integer.parseInt(part.group(1));
            switch (part.group(2)) {
                case "d" -> days += number;
                case "h" -> rest = rest.plusHours(number);
                case "m" -> rest = rest.plusMinutes(number);
                default -> rest = rest.plusSeconds(number);
            }
        }
        return new Span(days, rest);
    }

    ZonedDateTime after(ZonedDateTime time) {
        return time.plusDays(days).plus(rest);
    }

    /** As a length that no calendar changes. */
    Duration exact() {
        return rest.plusDays(days);
    }
}
