package io.keyline.hub;

import io.keyline.store.Customer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which turn comes after which: each stands in the lane of its address, and those of a customer with several addresses in a second line,
 * that of the customer. Everybody else's never see that.
 */
final class TurnOrder {

    private final Lanes lanes;
    /** The second lines, by the customer. */
    private final Lanes families = new Lanes();
    private final Buckets buckets;

    TurnOrder(Lanes lanes, Buckets buckets) {
        this.lanes = lanes;
        this.buckets = buckets;
    }

    /** The turn begins, now or when those before it in its lane have ended. */
    void begin(Lane lane, Runnable turn) {
        if (lane.arrive(turn)) {
            turn.run();
        }
    }

    /** The turn under way in this lane goes on, now or when those at the customer's other addresses have ended. */
    void goOnAmongFamily(Lane lane, Runnable turn) {
        Lane family = families.enter(family(lane.customer()));
        lane.joins(family);
        begin(family, turn);
    }

    private static String family(Customer customer) {
        return Names.of(customer.id());
    }

    /** The turn under way in this lane has ended: the next ones begin. */
    void end(Lane lane) {
        lane.leaves(buckets);
        Lane family = lane.leavesFamily();
        if (family != null) {
            release(families, family);
        }
        release(lanes, lane);
    }

    private static void release(Lanes among, Lane lane) {
        Runnable next = lane.next();
        among.leave(lane);
        if (next != null) {
            next.run();
        }
    }

    /**
     * Takes the place of a turn at this address, until {@link #end}.
     *
     * @param patience how long the turns before are waited for
     * @throws TryLater if that takes longer
     */
    Lane hold(String address, Duration patience) throws TryLater {
        return hold(lanes, address, patience);
    }

    /** As {@link #hold}, at all addresses of the customer whose lane this is. */
    void holdFamily(Lane lane, Customer customer, Duration patience) throws TryLater {
        lane.joins(hold(families, family(customer), patience));
    }

    private Lane hold(Lanes among, String key, Duration patience) throws TryLater {
        Lane lane = among.enter(key);
        CompletableFuture<Void> turn = new CompletableFuture<>();
        begin(lane, () -> {
            if (!turn.complete(null)) {
                release(among, lane); // nobody waits for it any more
            }
        });
        await(turn, patience);
        return lane;
    }

    /** Waits until the turn begins; one that has not begun by then never does. */
    private static void await(CompletableFuture<Void> turn, Duration patience) throws TryLater {
        try {
            turn.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(turn, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(turn, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it with a failure
        }
    }

    private static void giveUp(CompletableFuture<Void> turn, Exception cause) throws TryLater {
        if (turn.cancel(false)) {
            throw new TryLater("a message of this customer is being handled", cause);
        }
    }
}
