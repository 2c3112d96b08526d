package io.keyline.hub;

import io.keyline.store.HubSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Brings buckets of customers to this hub: whoever has one gives it as soon as it is at rest. */
final class Summons {

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Jdbi jdbi;
    private final Membership membership;
    private final Buckets buckets;
    private final Signals signals;

    Summons(Jdbi jdbi, Membership membership, Buckets buckets, Signals signals) {
        this.jdbi = jdbi;
        this.membership = membership;
        this.buckets = buckets;
        this.signals = signals;
    }

    /**
     * Asks for them. Others see it at once, though whoever waits for a bucket may be within a transaction, whose connection their thread has
     * for all it does.
     */
    void want(Collection<Integer> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        try (Handle own = jdbi.open()) {
            HubSql.want(own, membership.number(), wanted);
        }
        signals.buckets();
    }

    /**
     * Brings buckets here and keeps them until {@link #release}.
     *
     * @throws TryLater if that takes longer than the patience
     */
    void hold(Set<Integer> wanted, Duration patience) throws TryLater {
        long until = System.nanoTime() + patience.toNanos();
        long asked = 0;
        while (!enter(wanted)) {
            if (System.nanoTime() - until > 0) {
                throw new TryLater("another hub has something in hand of this customer", null);
            }
            if (System.nanoTime() - asked > AGAIN_NANOS || asked == 0) {
                asked = System.nanoTime();
                want(wanted.stream().filter(bucket -> !buckets.isHeld(bucket)).toList());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean enter(Set<Integer> wanted) {
        List<Integer> entered = new ArrayList<>();
        for (int bucket : wanted) {
            if (!buckets.enter(bucket)) {
                release(entered);
                return false;
            }
            entered.add(bucket);
        }
        return true;
    }

    void release(Collection<Integer> held) {
        held.forEach(buckets::leave);
    }
}
