package io.keyline.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a question waits, as route files write it: {@code 30s}, {@code 10m}, {@code 48h}, {@code 2d}, {@code 2d 3h}. A day is
 * one of the calendar: two days after Saturday noon is Monday noon, also where a clock change makes that 47 or 49 hours. Hours,
 * minutes and seconds are exact.
 *
 * @param days  calendar days, not negative
 * @param exact what follows them, not negative
 */
public record Wait(int days, Duration exact) {

    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,4})d)?\\s*(?:(\\d{1,5})h)?\\s*(?:(\\d{1,6})m)?\\s*(?:(\\d{1,7})s)?");

    /** @throws IllegalArgumentException if either is negative, or both are nothing */
    public Wait {
        if (days < 0 || exact.isNegative() || days == 0 && exact.isZero()) {
            throw new IllegalArgumentException("a wait of " + days + " days and " + exact + " is none");
        }
    }

    /**
     * @param text days, hours, minutes and seconds, in this order, each once or not at all; more than nothing
     * @throws IllegalArgumentException if it is not of that form; says what to write
     */
    public static Wait parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            int days = number(form.group(1));
            Duration exact = Duration.ofHours(number(form.group(2))).plusMinutes(number(form.group(3))).plusSeconds(number(form.group(4)));
            if (days > 0 || !exact.isZero()) {
                return new Wait(days, exact);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no time to wait, write for example 30s, 10m, 48h, 2d or 2d 3h");
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /**
     * When the wait is over.
     *
     * @param zone whose calendar the days are counted by. Where a clock change leaves the time of day out, it is the one as much
     *             later as the change; where there are two of them, the one of the same offset as the start
     */
    public Instant from(Instant start, ZoneId zone) {
        return start.atZone(zone).plusDays(days).toInstant().plus(exact);
    }

    /** Its length where no clock changes: for comparing one wait with another. */
    public Duration usual() {
        return exact.plusDays(days);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, days, "d");
        add(parts, exact.toHours(), "h");
        add(parts, exact.toMinutesPart(), "m");
        add(parts, exact.toSecondsPart(), "s");
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }
}
