package io.keyline.hub;

import io.keyline.hub.Limit.Verdict;
import io.keyline.store.Customer;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql.EarlierCopy;
import java.util.concurrent.CompletableFuture;

/** An arrival on its way into the database. Only the thread that commits changes it. */
final class Arriving {

    final Arrival arrival;
    /** The customer's, if it is a whole message; else null. */
    final Lane lane;
    /** Who waits for the answer; null if nobody does. */
    final CompletableFuture<Live.Answer> reader;
    final long since = System.nanoTime();
    final CompletableFuture<Void> stored = new CompletableFuture<>();
    Inbound message;
    Customer customer;
    /** The customer was this hub's when it was stored, so that what is known of them is what is true. */
    boolean isHere;
    EarlierCopy copyOf;
    /** Whether the customer writes too much; asked once, however often the commit is tried. */
    Verdict verdict;

    Arriving(Arrival arrival, Lane lane, CompletableFuture<Live.Answer> reader) {
        this.arrival = arrival;
        this.lane = lane;
        this.reader = reader;
    }

    /** Whether it is a message that has a turn to come. */
    boolean isToBeHandled() {
        return Arrivals.RECEIVED.equals(message.state());
    }
}
