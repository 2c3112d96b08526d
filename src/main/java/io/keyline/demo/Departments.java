package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who carries out what. In memory, and each customer has the same at first. Not safe for threads: the {@link Ledger} guards it. */
final class Departments {

    final Accounts accounts;
    final Payments payments;
    final Services services;
    private final Map<String, Function<Call, Answer>> operations;

    /**
     * @param opening   what each account holds at first, in EUR
     * @param switching how long it takes to switch a service
     */
    Departments(BigDecimal opening, Duration switching) {
        Bills bills = new Bills();
        Subscriptions subscriptions = new Subscriptions();
        Orders orders = new Orders();
        Roadside roadside = new Roadside();
        accounts = new Accounts(opening);
        payments = new Payments(accounts, bills);
        services = new Services(switching);
        operations = Map.ofEntries(
                Map.entry("accounts.balance", accounts::show),
                Map.entry("payments.take", payments::take),
                Map.entry("bills.find", bills::find),
                Map.entry("subscriptions.find", subscriptions::find),
                Map.entry("subscriptions.renew", subscriptions::renew),
                Map.entry("services.find", services::find),
                Map.entry("services.show", services::show),
                Map.entry("services.activate", services::activate),
                Map.entry("services.deactivate", services::deactivate),
                Map.entry("orders.find", orders::find),
                Map.entry("deliveries.change", orders::change),
                Map.entry("faults.report", new Outages()::report),
                Map.entry("roadside.order", roadside::order),
                Map.entry("roadside.status", roadside::status),
                Map.entry("roadside.close", roadside::close));
    }

    Set<String> operations() {
        return operations.keySet();
    }

    Answer carryOut(Call call) {
        return operations.getOrDefault(call.operation(), other -> Answer.failed("unknown-operation")).apply(call);
    }
}
