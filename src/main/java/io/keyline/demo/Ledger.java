package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The accounts that the simulated back office keeps, in memory. It answers a key once: whoever asks again with the same key
 * gets the first answer again, and nothing else happens.
 */
public final class Ledger {

    /** A payment that was taken. */
    public record Effect(String key, String address, String account, BigDecimal amount, String receipt, Instant at) {
    }

    /** What the back office answers; {@code status} is ok, refused or failed, {@code reason} a short word or null. */
    record Answer(String status, String reason, Map<String, Object> data) {

        static Answer ok(Map<String, Object> data) {
            return new Answer("ok", null, data);
        }

        static Answer refused(String reason) {
            return new Answer("refused", reason, Map.of());
        }

        static Answer failed(String reason) {
            return new Answer("failed", reason, Map.of());
        }
    }

    private record Purse(String address, String account) {
    }

    private static final String MAIN = "main";
    private static final List<String> ACCOUNTS = List.of(MAIN, "savings");
    private static final int CENTS = 2;
    private static final String CURRENCY = "EUR";

    private final BigDecimal opening;
    private final Map<Purse, BigDecimal> balances = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Set<String>> calls = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();

    /** @param opening what each account holds at first, in EUR */
    Ledger(BigDecimal opening) {
        this.opening = opening;
    }

    /** The first answer to this key: {@code accounts.balance}, {@code payments.take}, refused when it comes too late. */
    synchronized Answer answer(Call call) {
        Answer first = answers.get(call.key());
        if (first != null) {
            return first;
        }
        Answer answer = carryOut(call);
        answers.put(call.key(), answer);
        return answer;
    }

    /** Counts a request once, however often the broker brings the same message. */
    synchronized void count(String key, String messageId) {
        calls.merge(key, Set.of(messageId), (known, one) -> Stream.concat(known.stream(), one.stream()).collect(Collectors.toSet()));
    }

    public synchronized BigDecimal balance(String address, String account) {
        return balances.getOrDefault(new Purse(address, account), opening);
    }

    /** All payments that were taken, in order. */
    public synchronized List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** The payments taken under this key: one at most. */
    public List<Effect> effects(String key) {
        return effects().stream().filter(effect -> effect.key().equals(key)).toList();
    }

    public List<Effect> paymentsOf(String address) {
        return effects().stream().filter(effect -> effect.address().equals(address)).toList();
    }

    /** How often the hub sent a request with this key; above 1 it called again. */
    public synchronized int calls(String key) {
        return calls.getOrDefault(key, Set.of()).size();
    }

    /** How often each key was called, for those called more than once. */
    public synchronized Map<String, Integer> repeats() {
        return calls.entrySet().stream().filter(call -> call.getValue().size() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, call -> call.getValue().size()));
    }

    /** How many requests the hub sent. */
    public synchronized int calls() {
        return calls.values().stream().mapToInt(Set::size).sum();
    }

    private Answer carryOut(Call call) {
        String account = call.account().orElse(MAIN);
        if (call.isLate(Instant.now())) {
            return Answer.refused("too-late");
        }
        if (!ACCOUNTS.contains(account)) {
            return Answer.refused("unknown-account");
        }
        return switch (call.operation()) {
            case "accounts.balance" -> Answer.ok(Map.of("account", account, "balance", money(balance(call.address(), account)), "asOf",
                    LocalDate.now().toString()));
            case "payments.take" -> take(call, account);
            default -> Answer.failed("unknown-operation");
        };
    }

    private Answer take(Call call, String account) {
        BigDecimal amount = call.amount().orElse(BigDecimal.ZERO).stripTrailingZeros();
        if (amount.signum() <= 0 || amount.scale() > CENTS) {
            return Answer.refused("invalid-amount");
        }
        BigDecimal left = balance(call.address(), account).subtract(amount);
        if (left.signum() < 0) {
            return Answer.refused("insufficient-funds");
        }
        String receipt = "P-" + (effects.size() + 1);
        balances.put(new Purse(call.address(), account), left);
        effects.add(new Effect(call.key(), call.address(), account, amount, receipt, Instant.now()));
        return Answer.ok(Map.of("amount", money(amount), "balance", money(left), "receipt", receipt));
    }

    private static Map<String, Object> money(BigDecimal amount) {
        return Map.of("amount", amount.setScale(CENTS), "currency", CURRENCY);
    }
}
