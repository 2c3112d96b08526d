package io.keyline.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each customer has in their accounts. */
final class Accounts {

    private record Purse(String address, String account) {
    }

    private static final String MAIN = "main";
    private static final List<String> ACCOUNTS = List.of(MAIN, "savings");

    private final BigDecimal opening;
    private final Map<Purse, BigDecimal> balances = new HashMap<>();

    /** @param opening what each account holds at first, in EUR */
    Accounts(BigDecimal opening) {
        this.opening = opening;
    }

    /** The account that a call is about. */
    static String of(Call call) {
        return call.text("account").orElse(MAIN);
    }

    static boolean knows(String account) {
        return ACCOUNTS.contains(account);
    }

    Answer show(Call call) {
        String account = of(call);
        if (!knows(account)) {
            return Answer.refused("unknown-account", Map.of("account", account));
        }
        return Answer.ok(Map.of("account", account, "balance", Money.of(balance(call.address(), account)), "asOf",
                LocalDate.now().toString()));
    }

    BigDecimal balance(String address, String account) {
        return balances.getOrDefault(new Purse(address, account), opening);
    }

    void set(String address, String account, BigDecimal balance) {
        balances.put(new Purse(address, account), balance);
    }
}
