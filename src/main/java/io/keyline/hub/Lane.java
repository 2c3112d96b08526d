package io.keyline.hub;

import io.keyline.store.Customer;
import java.util.ArrayDeque;
import java.util.Deque;

/** One customer's turns, one after another. Exists only while there is something to handle. */
final class Lane {

    private static final int NONE = -1;

    private final String address;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Customer customer;
    /** Where the turn under way is in line with those at the customer's other addresses; null if there is no need. */
    private Lane family;
    /** Where the turn under way is counted; none if it is not yet. */
    private int bucket = NONE;
    private boolean busy;
    int users;

    Lane(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** The customer as read from the database; what a turn of this lane has decided since is newer and stays. */
    synchronized void know(Customer read) {
        if (customer == null) {
            customer = read;
        }
    }

    synchronized Customer customer() {
        return customer;
    }

    synchronized void changed(Customer after) {
        customer = after;
    }

    /** The customer is another hub's, who may change them: to be read again. */
    synchronized void forget() {
        customer = null;
    }

    /** Whether the turn under way may be one of this hub, which it is from then on until {@link #leaves}. */
    synchronized boolean enters(Buckets buckets) {
        int wanted = Buckets.of(customer.id());
        if (bucket == wanted) {
            return true;
        }
        leaves(buckets);
        if (buckets.enter(wanted)) {
            bucket = wanted;
        }
        return bucket == wanted;
    }

    synchronized void leaves(Buckets buckets) {
        if (bucket != NONE) {
            buckets.leave(bucket);
            bucket = NONE;
        }
    }

    /** The turn under way stands in this line, too. */
    synchronized void joins(Lane line) {
        family = line;
    }

    /** The line that the turn under way stands in besides this one, or null. */
    synchronized Lane family() {
        return family;
    }

    synchronized Lane leavesFamily() {
        Lane left = family;
        family = null;
        return left;
    }

    /** Puts a turn in line. Returns true if nothing is before it, so that it may begin. */
    synchronized boolean arrive(Runnable turn) {
        if (busy) {
            waiting.add(turn);
            return false;
        }
        busy = true;
        return true;
    }

    /** A turn has ended. Returns the next one, or null. */
    synchronized Runnable next() {
        Runnable next = waiting.poll();
        busy = next != null;
        return next;
    }
}
