package io.keyline.messages;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Money, exactly.
 *
 * @param amounts by currency (ISO 4217); empty if nothing is known of a price
 * @param unrated the segments for which there is no rate
 */
public record Cost(SortedMap<String, BigDecimal> amounts, long unrated) {

    static final Cost NOTHING = new Cost(new TreeMap<>(), 0);

    static Cost of(String currency, BigDecimal amount) {
        return new Cost(new TreeMap<>(Map.of(currency, amount)), 0);
    }

    static Cost unrated(long segments) {
        return new Cost(new TreeMap<>(), segments);
    }

    Cost plus(Cost other) {
        SortedMap<String, BigDecimal> sum = new TreeMap<>(amounts);
        other.amounts.forEach((currency, amount) -> sum.merge(currency, amount, BigDecimal::add));
        return new Cost(sum, unrated + other.unrated);
    }

    /** For people: {@code 0.0700 EUR}; empty if nothing is known. */
    @Override
    public String toString() {
        return amounts.entrySet().stream().map(one -> one.getValue().toPlainString() + " " + one.getKey()).collect(Collectors.joining(" + "));
    }
}
