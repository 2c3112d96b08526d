package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes payments from accounts, for a bill or without one. */
final class Payments {

    private final Accounts accounts;
    private final Bills bills;
    private final List<Ledger.Effect> taken = new ArrayList<>();

    Payments(Accounts accounts, Bills bills) {
        this.accounts = accounts;
        this.bills = bills;
    }

    /** All payments that were taken, in order. */
    List<Ledger.Effect> taken() {
        return List.copyOf(taken);
    }

    Answer take(Call call) {
        String account = Accounts.of(call);
        BigDecimal amount = call.amount().orElse(BigDecimal.ZERO).stripTrailingZeros();
        if (!Accounts.knows(account)) {
            return Answer.refused("unknown-account");
        }
        if (!Money.isPayable(amount)) {
            return Answer.refused("invalid-amount");
        }
        Optional<Answer> objection = bills.objection(call, amount);
        if (objection.isPresent()) {
            return objection.get();
        }
        BigDecimal left = accounts.balance(call.address(), account).subtract(amount);
        return left.signum() < 0 ? Answer.refused("insufficient-funds") : book(call, account, amount, left);
    }

    private Answer book(Call call, String account, BigDecimal amount, BigDecimal left) {
        String receipt = "P-" + (taken.size() + 1);
        accounts.set(call.address(), account, left);
        taken.add(new Ledger.Effect(call.key(), call.address(), account, amount, receipt, Instant.now()));
        Map<String, Object> data = new HashMap<>(Map.of("amount", Money.of(amount), "balance", Money.of(left), "receipt", receipt));
        bills.settle(call, amount).ifPresent(open -> data.put("open", Money.of(open)));
        return Answer.ok(data);
    }
}
