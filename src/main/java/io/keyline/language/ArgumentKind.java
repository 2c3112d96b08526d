package io.keyline.language;

import com.ibm.icu.util.Currency;
import com.ibm.icu.util.CurrencyAmount;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * What a text does with an argument, which decides how a value is read. Values come out of JSON: strings, numbers and maps.
 * Each {@code read} throws {@link IllegalArgumentException} or {@link java.time.DateTimeException} for what it cannot take.
 */
enum ArgumentKind {

    /** {@code {name}} or a select: as it is, a number without grouping, since it may be an account. */
    PLAIN {
        @Override
        Object read(Object value, ZoneId zone) {
            return switch (value) {
                case BigDecimal number -> number(number).toPlainString();
                case Double number -> number(number).toPlainString();
                case Map<?, ?> money -> money(money);
                default -> value.toString();
            };
        }
    },

    /** {@code {name, number}}, a plural and the like. */
    NUMBER {
        @Override
        Object read(Object value, ZoneId zone) {
            return value instanceof Map<?, ?> money ? number(money.get("amount")) : number(value);
        }
    },

    /** {@code {name, number, currency}}: a map of amount and currency (ISO 4217). */
    MONEY {
        @Override
        Object read(Object value, ZoneId zone) {
            if (value instanceof Map<?, ?> money) {
                return money(money);
            }
            throw new IllegalArgumentException("an amount without currency");
        }
    },

    /** {@code {name, date, …}} or {@code {name, time, …}}: ISO 8601 as text, or a value of java.time. */
    MOMENT {
        @Override
        Object read(Object value, ZoneId zone) {
            return switch (value) {
                case LocalDate date -> date;
                case LocalDateTime time -> time;
                case Instant instant -> instant.atZone(zone);
                case OffsetDateTime time -> time.atZoneSameInstant(zone);
                case ZonedDateTime time -> time.withZoneSameInstant(zone);
                case String text when text.length() == 10 -> LocalDate.parse(text);
                case String text -> parse(text, zone);
                default -> throw new IllegalArgumentException("no date");
            };
        }
    };

    private static final int DIGITS = 40;

    /** @param zone where instants are shown */
    abstract Object read(Object value, ZoneId zone);

    /** A value of plausible length. */
    Object sample() {
        return switch (this) {
            case PLAIN -> "x".repeat(10);
            case NUMBER -> 12_345;
            case MONEY -> Map.of("amount", "12345.67", "currency", "EUR");
            case MOMENT -> "2026-09-28T12:30:00";
        };
    }

    private static CurrencyAmount money(Map<?, ?> money) {
        if (money.get("currency") instanceof String code && Currency.isAvailable(code, null, null)) {
            return new CurrencyAmount(number(money.get("amount")), Currency.getInstance(code));
        }
        throw new IllegalArgumentException("no {amount, currency} with a currency of ISO 4217");
    }

    private static BigDecimal number(Object value) {
        BigDecimal number = switch (value) {
            case BigDecimal decimal -> decimal;
            case Number other -> decimal(other.toString());
            case String text -> decimal(text);
            case null, default -> throw new IllegalArgumentException("no number");
        };
        // 1e999999999 is short to write and long to print
        if (number.precision() > DIGITS || Math.abs((long) number.scale()) > DIGITS) {
            throw new IllegalArgumentException("a number of too many digits");
        }
        return number;
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > DIGITS) {
            throw new IllegalArgumentException("a number of too many digits");
        }
        return new BigDecimal(text);
    }

    private static Object parse(String text, ZoneId zone) {
        return switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from)) {
            case ZonedDateTime time -> time.withZoneSameInstant(zone);
            case Object local -> local;
        };
    }
}
