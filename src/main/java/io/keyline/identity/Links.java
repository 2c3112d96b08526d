package io.keyline.identity;

import io.keyline.hub.CrashPoint;
import io.keyline.hub.Hub;
import io.keyline.hub.TryLater;
import io.keyline.store.Database;
import io.keyline.store.LinkSql;
import io.keyline.store.LinkSql.Done;
import io.keyline.store.LinkSql.Pair;
import io.keyline.store.LinkSql.Wanted;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes customers one who are the same person. A wish is written down first and takes effect between the turns at all of their
 * addresses, moments later; what a crash leaves is taken up at the next start.
 */
public final class Links implements AutoCloseable {

    /** Who says so. */
    public static final String BY_CUSTOMER = "customer";
    public static final String BY_BACK_OFFICE = "back-office";

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Hub hub;
    private final Jdbi jdbi;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("links").daemon().factory());

    public Links(Hub hub, Jdbi jdbi) {
        this.hub = hub;
        this.jdbi = jdbi;
    }

    /** What an earlier hub had written down takes effect. */
    public void takeUp() {
        underWay.incrementAndGet();
        worker.execute(this::linkWanted);
    }

    /** Whether every wish of this hub has taken effect. */
    public boolean isAtRest() {
        return underWay.get() == 0;
    }

    /**
     * An address belongs to a customer. Returns when that is written down.
     *
     * @param request the same request links once, whenever it is made; null if there is no other
     * @param who     {@link #BY_CUSTOMER}, {@link #BY_BACK_OFFICE} or the employee
     */
    public void want(String request, long customer, String address, String who, String why) {
        boolean isNew = jdbi.inTransaction(handle -> {
            hub.customers().customers(handle, Set.of(address)); // one who is not known yet is, from now on
            Wanted wanted = new Wanted(hub.newId(), customer, address);
            boolean mayBe = !who.equals(BY_BACK_OFFICE) || !LinkSql.isUndone(handle, customer, address); // it says the same each time
            return mayBe && LinkSql.pair(handle, wanted).isPresent()
                    && LinkSql.want(handle, wanted.id(), request, customer, address, who, why, hub.time().instant());
        });
        CrashPoint.LINK_WANTED.pass();
        if (isNew) {
            takeUp();
        }
    }

    private void linkWanted() {
        try {
            for (Wanted wanted : jdbi.withHandle(LinkSql::wanted)) {
                link(wanted);
            }
        } catch (TryLater e) {
            again();
        } catch (RuntimeException e) {
            if (Database.mayWorkLater(e)) {
                again();
            } else {
                LOG.error("customers cannot be linked", e);
            }
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void again() {
        if (!worker.isShutdown()) {
            underWay.incrementAndGet();
            worker.schedule(this::linkWanted, 1, TimeUnit.SECONDS);
        }
    }

    private void link(Wanted wanted) throws TryLater {
        boolean done = false;
        while (!done) { // until nobody has linked one of them to a third meanwhile
            Optional<Pair> pair = jdbi.withHandle(handle -> LinkSql.pair(handle, wanted));
            if (pair.isEmpty()) {
                jdbi.useHandle(handle -> LinkSql.settle(handle, wanted.id(), hub.time().instant()));
                return;
            }
            SortedSet<String> addresses = jdbi.withHandle(handle -> LinkSql.addresses(handle, pair.get().kept(), pair.get().other()));
            done = hub.pauses().between(addresses, PATIENCE, handle -> {
                boolean same = LinkSql.pair(handle, wanted).equals(pair)
                        && LinkSql.addresses(handle, pair.get().kept(), pair.get().other()).equals(addresses);
                if (same) {
                    LinkSql.link(handle, wanted.id(), pair.get(), hub.newId(), hub.time().instant());
                    CrashPoint.LINK_BEFORE_COMMIT.pass();
                }
                return same;
            });
        }
    }

    /**
     * An address does not belong to the customer after all: whatever came with it goes back.
     *
     * @return false if no link brought it to them
     * @throws TryLater if their messages are being handled; then nothing was done
     */
    public boolean undo(long customer, String address, String who, String why) throws TryLater {
        Optional<Done> link = jdbi.withHandle(handle -> LinkSql.done(handle, customer, address));
        if (link.isEmpty()) {
            return false;
        }
        SortedSet<String> addresses = jdbi.withHandle(handle -> LinkSql.addresses(handle, link.get().keptId()));
        return hub.pauses().between(addresses, PATIENCE, handle -> LinkSql.undo(handle, link.get(), who, why, hub.time().instant()));
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
