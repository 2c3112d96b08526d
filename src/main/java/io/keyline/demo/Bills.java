package io.keyline.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One bill for each customer, of 89.90 EUR and due in nine days. */
final class Bills {

    private static final BigDecimal AMOUNT = new BigDecimal("89.90");
    private static final int DUE_IN_DAYS = 9;

    private final Map<String, BigDecimal> open = new HashMap<>();

    Answer find(Call call) {
        BigDecimal left = open(call);
        if (call.isStranger() || left.signum() == 0) {
            return Answer.refused("no-open-bill");
        }
        return Answer.ok(Map.of("bill", number(call), "open", Money.of(left), "currency", Money.CURRENCY, "due",
                LocalDate.now().plusDays(DUE_IN_DAYS).toString()));
    }

    /** Why this bill cannot be paid with so much; empty if it can, or if the payment is for no bill. */
    Optional<Answer> objection(Call call, BigDecimal amount) {
        Optional<String> bill = call.text("bill");
        if (bill.isEmpty()) {
            return Optional.empty();
        }
        if (!bill.get().equals(number(call))) {
            return Optional.of(Answer.refused("unknown-bill"));
        }
        return amount.compareTo(open(call)) > 0 ? Optional.of(Answer.refused("more-than-open", Map.of("open", Money.of(open(call)))))
                : Optional.empty();
    }

    /** What is left to pay; empty if the payment is for no bill. */
    Optional<BigDecimal> settle(Call call, BigDecimal amount) {
        return call.text("bill").map(bill -> open.merge(call.address(), AMOUNT.subtract(amount), (left, first) -> left.subtract(amount)));
    }

    private BigDecimal open(Call call) {
        return open.getOrDefault(call.address(), AMOUNT);
    }

    private static String number(Call call) {
        return "B-" + call.lastDigits();
    }
}
