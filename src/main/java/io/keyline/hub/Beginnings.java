package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Customer;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.IntakeSql;
import io.keyline.store.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Begins conversations by events, many a commit; an event is done with when its conversation is on disk. */
public final class Beginnings implements AutoCloseable {

    /** An event on its way into the database. */
    private static final class Pending {
        private final String route;
        private final String name;
        private final Beginning event;
        private final long id;
        private final CompletableFuture<Boolean> stored = new CompletableFuture<>();
        private boolean isNew;
        private String address;

        Pending(String route, String name, Beginning event, long id) {
            this.route = route;
            this.name = name;
            this.event = event;
            this.id = id;
        }
    }

    private final IntakeSql customers;
    private final Ids ids;
    private final Time time;
    private final Turns turns;
    private final Channels channels;
    private final GroupCommit<Pending> commit;

    Beginnings(Jdbi jdbi, Ids ids, Time time, Turns turns, Channels channels, Seal seal) {
        this.channels = channels;
        this.ids = ids;
        this.time = time;
        this.turns = turns;
        this.customers = new IntakeSql(ids, seal::pseudonym);
        this.commit = new GroupCommit<>("begin", jdbi, this::write, new Committed());
    }

    /**
     * Begins a dialogue.
     *
     * @param route the id of its route
     * @return completes when it is committed, with whether the key was new; fails if it cannot be stored
     */
    public CompletableFuture<Boolean> begin(String route, String name, Beginning event) {
        Pending pending = new Pending(route, name, event, ids.next());
        commit.submit(pending);
        return pending.stored;
    }

    private void write(Handle handle, List<Pending> batch) {
        Set<String> addresses = new LinkedHashSet<>();
        batch.forEach(pending -> addresses.add(pending.event.address()));
        Map<String, Customer> known = customers.customers(handle, addresses);
        Instant now = time.instant();
        Set<Long> begun = new HashSet<>(ConversationSql.begin(handle, batch.stream()
                .map(pending -> conversation(handle, pending, known.get(pending.event.address()), now)).toList()));
        for (Pending pending : batch) {
            pending.isNew = begun.contains(pending.id);
            if (pending.isNew && pending.event.language() != null) {
                customers.learn(handle, known.get(pending.event.address()), pending.event.language());
            }
        }
    }

    private Conversation conversation(Handle handle, Pending pending, Customer customer, Instant now) {
        Beginning event = pending.event;
        FirstWord way = FirstWord.of(handle, customer, event, channels);
        pending.address = way.address();
        return new Conversation(pending.id, customer.id(), pending.route, pending.name, event.key(), way.channel(), way.address(), way.sender(),
                Json.write(event.data()), Conversation.State.STARTING, null, null, null, now, 1, now);
    }

    private final class Committed implements GroupCommit.Outcome<Pending> {

        @Override
        public void committed(List<Pending> batch) {
            CrashPoint.BEGIN_AFTER_COMMIT.pass();
            for (Pending pending : batch) {
                if (pending.isNew && !turns.areBusy()) { // else it is due, and taken up with what else is
                    turns.wake(pending.id, pending.address);
                }
                pending.stored.complete(pending.isNew);
            }
        }

        @Override
        public boolean failed(List<Pending> batch, Exception cause) {
            batch.forEach(pending -> pending.stored.completeExceptionally(cause));
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        commit.close();
    }
}
