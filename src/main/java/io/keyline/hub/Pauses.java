package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.LinkSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Work on what the hub keeps of customers, while they have no turn. */
public final class Pauses {

    private final Jdbi jdbi;
    private final TurnOrder order;
    private final Summons summons;

    Pauses(Jdbi jdbi, TurnOrder order, Summons summons) {
        this.jdbi = jdbi;
        this.order = order;
        this.summons = summons;
    }

    /** As {@link #between(Set, Duration, Function)}, for a customer with this address. */
    public <T> T between(String customerAddress, Duration patience, Function<Handle, T> work) throws TryLater {
        return between(Set.of(customerAddress), patience, work);
    }

    /**
     * Works between two turns of customers, in a transaction: no turn of theirs is under way meanwhile, at any hub, and the next one finds
     * the customers as this left them.
     *
     * @param addresses all of which are held meanwhile
     * @param patience  how long the turns before are waited for, at each address
     * @throws TryLater if that takes longer; then nothing was done
     */
    public <T> T between(Set<String> addresses, Duration patience, Function<Handle, T> work) throws TryLater {
        SortedSet<String> inOrder = new TreeSet<>(addresses); // two who want the same hold them in the same order
        Set<Integer> here = buckets(inOrder);
        List<Lane> held = new ArrayList<>();
        summons.hold(here, patience);
        try {
            for (String address : inOrder) {
                held.add(order.hold(address, patience));
            }
            if (!here.containsAll(buckets(inOrder))) {
                throw new TryLater("an address has changed hands meanwhile", null);
            }
            holdFamilies(held, inOrder, patience);
            Map.Entry<T, Map<String, Customer>> done = jdbi.inTransaction(
                    handle -> Map.entry(work.apply(handle), LinkSql.customers(handle, inOrder)));
            held.stream().filter(lane -> done.getValue().containsKey(lane.address()))
                    .forEach(lane -> lane.changed(done.getValue().get(lane.address())));
            return done.getKey();
        } finally {
            held.forEach(order::end);
            summons.release(here);
        }
    }

    private Map<String, Customer> customers(SortedSet<String> addresses) {
        return jdbi.withHandle(handle -> LinkSql.customers(handle, addresses));
    }

    private Set<Integer> buckets(SortedSet<String> addresses) {
        return customers(addresses).values().stream().map(customer -> Buckets.of(customer.id())).collect(Collectors.toSet());
    }

    /** Whoever has several addresses has turns at others of them, too. */
    private void holdFamilies(List<Lane> held, SortedSet<String> addresses, Duration patience) throws TryLater {
        Map<String, Customer> customers = customers(addresses);
        SortedSet<Long> entered = new TreeSet<>();
        for (Lane lane : held) {
            Customer customer = customers.get(lane.address());
            if (customer != null && customer.linked() && entered.add(customer.id())) {
                order.holdFamily(lane, customer, patience);
            }
        }
    }
}
