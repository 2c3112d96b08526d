package io.keyline.messages;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What providers charge for a segment, from the day on which each rate began: what was sent before it costs what it did then. The
 * longest prefix wins among the rates of a provider and direction that are valid on the day.
 */
public final class Rates {

    private static final List<String> COLUMNS = List.of("provider", "prefix", "direction", "currency", "rate", "from");

    private record Key(String provider, boolean inbound, String prefix) {
    }

    private final Map<Key, NavigableMap<LocalDate, Rate>> rates = new HashMap<>();
    private int longest;
    private boolean inbound;

    private Rates() {
    }

    /**
     * Those of a file; none if it is not there.
     *
     * @param problems receives each line that is wrong, by its number, and why
     */
    public static Rates read(Path file, BiConsumer<Integer, String> problems) {
        Rates rates = new Rates();
        CsvFile.read(file, COLUMNS, rates::take, problems);
        return rates;
    }

    private void take(List<String> cells) {
        Key key = new Key(cells.get(0), isInbound(cells.get(2)), prefix(cells.get(1)));
        Rate rate = new Rate(amount(cells.get(4)), currency(cells.get(3)));
        if (key.provider.isEmpty()) {
            throw new IllegalArgumentException("names no provider: write the connection of its channel route, for example sms");
        }
        if (rates.computeIfAbsent(key, none -> new TreeMap<>()).put(day(cells.get(5)), rate) != null) {
            throw new IllegalArgumentException("says another rate for the same provider, prefix, direction and day");
        }
        longest = Math.max(longest, key.prefix.length());
        inbound |= key.inbound;
    }

    private static boolean isInbound(String word) {
        if (!word.equals("in") && !word.equals("out")) {
            throw new IllegalArgumentException("the direction is '" + word + "', write in or out");
        }
        return word.equals("in");
    }

    private static String prefix(String word) {
        if (!word.matches("(\\+\\d{0,15})?")) {
            throw new IllegalArgumentException("the prefix is '" + word + "', write + and digits, for example +45, or nothing for all numbers");
        }
        return word;
    }

    private static BigDecimal amount(String word) {
        if (!word.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException("the rate is '" + word + "', write what a segment costs, for example 0.0350");
        }
        return new BigDecimal(word);
    }

    private static String currency(String word) {
        try {
            return Currency.getInstance(word).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the currency is '" + word + "', write one of ISO 4217, for example EUR", e);
        }
    }

    private static LocalDate day(String word) {
        try {
            return LocalDate.parse(word);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it is from '" + word + "', write the day on which it begins, for example 2026-01-01", e);
        }
    }

    /** The rate of a segment to or from this number, or to numbers that begin so, on a day; empty if there is none. */
    Optional<Rate> of(String provider, boolean isInbound, String number, LocalDate day) {
        for (int length = Math.min(longest, number.length()); length >= 0; length--) {
            NavigableMap<LocalDate, Rate> known = rates.get(new Key(provider, isInbound, number.substring(0, length)));
            Map.Entry<LocalDate, Rate> valid = known == null ? null : known.floorEntry(day);
            if (valid != null) {
                return Optional.of(valid.getValue());
            }
        }
        return Optional.empty();
    }

    /** What segments cost. Customers' own cost nothing where no rate says so, and the company's are unrated then. */
    Cost cost(String provider, boolean isInbound, String number, LocalDate day, long segments) {
        return of(provider, isInbound, number, day).map(rate -> rate.times(segments))
                .orElseGet(() -> isInbound ? Cost.NOTHING : Cost.unrated(segments));
    }

    /** How much of a number decides its rate. */
    int longestPrefix() {
        return longest;
    }

    /** Whether what customers send costs anything. */
    boolean hasInbound() {
        return inbound;
    }
}
