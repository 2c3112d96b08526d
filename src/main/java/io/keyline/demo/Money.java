package io.keyline.demo;

import java.math.BigDecimal;
import java.util.Map;

/** Amounts of money as the contract has them. */
final class Money {

    static final String CURRENCY = "EUR";
    static final int CENTS = 2;

    private Money() {
    }

    static Map<String, Object> of(BigDecimal amount) {
        return Map.of("amount", amount.setScale(CENTS), "currency", CURRENCY);
    }

    /** Whether it can be paid: above zero, and no finer than cents. */
    static boolean isPayable(BigDecimal amount) {
        return amount.signum() > 0 && amount.stripTrailingZeros().scale() <= CENTS;
    }
}
