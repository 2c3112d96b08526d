package io.keyline.language;

import com.ibm.icu.text.DateTimePatternGenerator;
import com.ibm.icu.util.ULocale;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day as people write it: {@code 1/12/2026}, {@code 1.12.}, {@code 1. december}, {@code Dec 1}, {@code 2026-12-01},
 * {@code 12月1日}, {@code tomorrow}, {@code tuesday}. The Gregorian calendar, 1900 to 2199.
 *
 * <p>Of two numbers the language says which is the day; for one of many countries, such as English, the region does: {@code 1/12}
 * is 12 January in en-US, and 1 December in English as it is written in Denmark. Without a year it is the next such day, today
 * included; a weekday is the next one after today, and has to agree with the date if there is one.
 */
final class DateAnswer {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2199;
    /** A year of two digits is within 80 years before and 20 years after today. */
    private static final int YEARS_AHEAD = 20;
    private static final int YEARS_TO_A_LEAP_DAY = 8;
    private static final Pattern TOKEN = Pattern.compile("([0-9]++)|([^0-9\\s/.,'-]++)|([\\s/.'-])");
    private static final Pattern AFTER_DIGIT = Pattern.compile("[0-9]-?$");
    /** {@code 1/12 10} is a day and an hour. */
    private static final Pattern TIME = Pattern.compile("[0-9][/.-][0-9]{1,2} [0-9]{1,2}(?![0-9])|[0-9] [0-9]{1,2}[/.-][0-9]{1,2}(?![0-9])");
    private static final int LONGEST_ORDINAL = 3;
    private static final String EAST_ASIAN = "年月日号號년월일";

    private final DateWords words;
    private final boolean monthFirst;
    private final LocalDate today;

    /** What was written, token by token: n for a number of one or two digits, y for a year, m for a month's name. */
    private final StringBuilder shape = new StringBuilder();
    private final List<Integer> values = new ArrayList<>();
    private int weekday;
    private boolean ordinal;

    private DateAnswer(DateWords words, boolean monthFirst, LocalDate today) {
        this.words = words;
        this.monthFirst = monthFirst;
        this.today = today;
    }

    /** @param region for languages that are written in several countries (ISO 3166); may be null */
    static Optional<LocalDate> read(String text, ULocale language, String region, LocalDate today) {
        String folded = Plain.signs(Words.fold(text));
        DateWords words = new DateWords(language);
        Optional<LocalDate> named = words.near(folded).map(today::plusDays)
                .or(() -> words.weekday(folded).map(day -> today.with(TemporalAdjusters.next(DayOfWeek.of(day)))));
        if (named.isPresent()) {
            return named;
        }
        boolean monthFirst = folded.indexOf('月') >= 0 || folded.indexOf('월') >= 0 || isMonthFirst(language, region);
        DateAnswer answer = new DateAnswer(words, monthFirst, today);
        return answer.tokens(folded) && !TIME.matcher(folded).find() ? answer.date() : Optional.empty();
    }

    private static boolean isMonthFirst(ULocale language, String region) {
        boolean elsewhere = region != null && language.getCountry().isEmpty();
        ULocale there = elsewhere ? ULocale.forLanguageTag(language.toLanguageTag() + "-" + region) : language;
        String pattern = DateTimePatternGenerator.getInstance(there).getBestPattern("Md");
        return pattern.indexOf('M') >= 0 && pattern.indexOf('M') < pattern.indexOf('d');
    }

    /** Whether every token has a meaning in a date. */
    private boolean tokens(String folded) {
        Matcher token = TOKEN.matcher(folded);
        int end = 0;
        while (token.find() && token.start() == end) {
            boolean known = token.group(1) != null ? number(token.group(1))
                    : token.group(2) == null || word(token.group(2), AFTER_DIGIT.matcher(folded.substring(0, end)).find());
            if (!known) {
                return false;
            }
            end = token.end();
        }
        return end == folded.length();
    }

    private boolean number(String digits) {
        if (digits.length() > 2 && digits.length() != 4) {
            return false;
        }
        shape.append(digits.length() == 4 ? 'y' : 'n');
        return values.add(Integer.valueOf(digits));
    }

    private boolean word(String word, boolean afterDigit) {
        if (afterDigit && EAST_ASIAN.contains(word)) {
            return true; // 月 and 日 are weekdays too
        }
        Optional<Integer> month = words.month(word);
        if (month.isPresent()) {
            shape.append('m');
            return values.add(month.get());
        }
        Optional<Integer> day = words.weekday(word);
        if (day.isPresent() && weekday == 0) {
            weekday = day.get();
            return true;
        }
        if (words.isFiller(word)) {
            return true;
        }
        ordinal = true;
        return afterDigit && shape.indexOf("n") == shape.length() - 1 && word.length() <= LONGEST_ORDINAL;
    }

    private Optional<LocalDate> date() {
        if (shape.isEmpty() && weekday > 0) {
            return Optional.of(today.with(TemporalAdjusters.next(DayOfWeek.of(weekday))));
        }
        if (ordinal && shape.indexOf("m") < 0) {
            return Optional.empty(); // 17h 1/12
        }
        return switch (shape.toString()) {
            case "nm" -> next(value(1), value(0));
            case "mn" -> next(value(0), value(1));
            case "nn" -> monthFirst ? next(value(0), value(1)) : next(value(1), value(0));
            case "nmy", "nmn" -> day(value(2), value(1), value(0));
            case "mny", "mnn" -> day(value(2), value(0), value(1));
            case "ymn", "ynn" -> day(value(0), value(1), value(2));
            case "nny", "nnn" -> numeric(value(2), value(0), value(1));
            default -> Optional.empty();
        };
    }

    private int value(int i) {
        return values.get(i);
    }

    /** Where the language's order gives no date and the other does, the other is meant: 25/12/2026. */
    private Optional<LocalDate> numeric(int year, int first, int second) {
        Optional<LocalDate> usual = monthFirst ? day(year, first, second) : day(year, second, first);
        return usual.or(() -> monthFirst ? day(year, second, first) : day(year, first, second));
    }

    private Optional<LocalDate> day(int year, int month, int day) {
        return possible(year >= 100 ? year : fourDigits(year), month, day).filter(this::isOnWeekday);
    }

    private static Optional<LocalDate> possible(int year, int month, int day) {
        try {
            return year < FIRST_YEAR || year > LAST_YEAR ? Optional.empty() : Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private Optional<LocalDate> next(int month, int day) {
        for (int year = today.getYear(); year <= today.getYear() + YEARS_TO_A_LEAP_DAY; year++) {
            Optional<LocalDate> date = possible(year, month, day).filter(one -> !one.isBefore(today));
            if (date.isPresent()) {
                return date.filter(this::isOnWeekday);
            }
        }
        return Optional.empty();
    }

    private boolean isOnWeekday(LocalDate date) {
        return weekday == 0 || date.getDayOfWeek().getValue() == weekday;
    }

    private int fourDigits(int year) {
        int latest = today.getYear() + YEARS_AHEAD;
        return latest - Math.floorMod(latest - year, 100);
    }
}
