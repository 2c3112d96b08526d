package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the simulated back office was asked and what came of it, in memory. It answers a key once: whoever asks again with the
 * same key gets the first answer again, and nothing else happens.
 */
public final class Ledger {

    /** A payment that was taken. */
    public record Effect(String key, String address, String account, BigDecimal amount, String receipt, Instant at) {
    }

    private final Departments departments;
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Set<String>> calls = new HashMap<>();

    Ledger(Departments departments) {
        this.departments = departments;
    }

    /** The first answer to this key; refused when it comes too late. */
    synchronized Answer answer(Call call) {
        Answer first = answers.get(call.key());
        if (first != null) {
            return first;
        }
        Answer answer = call.isLate(Instant.now()) ? Answer.refused("too-late") : departments.carryOut(call);
        answers.put(call.key(), answer);
        return answer;
    }

    /** Counts a request once, however often the broker brings the same message. */
    synchronized void count(String key, String messageId) {
        calls.merge(key, Set.of(messageId), (known, one) -> Stream.concat(known.stream(), one.stream()).collect(Collectors.toSet()));
    }

    public synchronized BigDecimal balance(String address, String account) {
        return departments.accounts.balance(address, account);
    }

    /** All payments that were taken, in order. */
    public synchronized List<Effect> effects() {
        return departments.payments.taken();
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
}
