package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.Inbound;
import java.util.ArrayDeque;
import java.util.Deque;

/** One customer's messages, handled one after another. Exists only while there is something to handle. */
final class Lane {

    private final String address;
    private final Deque<Inbound> waiting = new ArrayDeque<>();
    private Customer customer;
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

    /** Puts a message in line. Returns true if nothing is before it, so that its turn may begin. */
    synchronized boolean arrive(Inbound message) {
        if (busy) {
            waiting.add(message);
            return false;
        }
        busy = true;
        return true;
    }

    /** A turn has ended. Returns the next message, or null. */
    synchronized Inbound next() {
        Inbound next = waiting.poll();
        busy = next != null;
        return next;
    }
}
