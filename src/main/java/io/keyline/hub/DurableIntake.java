package io.keyline.hub;

import io.keyline.hub.Limit.Verdict;
import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.GoneSql;
import io.keyline.store.GroupCommit;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql;
import io.keyline.store.IntakeSql.EarlierCopy;
import io.keyline.store.ReceiptsSql;
import io.keyline.store.ReceiptsSql.Applied;
import io.keyline.store.ReceiptsSql.Settled;
import io.keyline.store.ReceiptsSql.StoredReceipt;
import io.keyline.store.RecoverySql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what arrives, many arrivals a commit, and begins the turns of what is stored. */
public final class DurableIntake implements Intake, AutoCloseable {

    /** An arrival on its way into the database. */
    private static final class Pending {
        private final Arrival arrival;
        private final Lane lane;
        private final long arrived = System.nanoTime();
        private final CompletableFuture<Void> stored = new CompletableFuture<>();
        private Inbound message;
        private Customer customer;
        /** The customer was this hub's when it was stored, so that what is known of them is what is true. */
        private boolean isHere;
        private EarlierCopy copyOf;
        /** Whether the customer writes too much; asked once, however often the commit is tried. */
        private Verdict verdict;
        /** Who waits for the answer; null if nobody does. */
        private CompletableFuture<Live.Answer> reader;

        Pending(Arrival arrival, Lane lane) {
            this.arrival = arrival;
            this.lane = lane;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(DurableIntake.class);
    /** More than this many messages in hand, and providers are asked to keep theirs. */
    private static final int HIGH_WATER = 200_000;
    /** A turn that has lost its patience still has to say so. */
    private static final Duration LAST_WORDS = Duration.ofMillis(700);

    private final Buckets buckets;
    private final LongSupplier recent;
    private final Ids ids;
    private final Lanes lanes;
    private final Open open;
    private final Turns turns;
    private final Outbox outbox;
    private final Live live;
    private final Channels channels;
    private final Duplicates duplicates;
    private final Runnable afterFailure;
    private final Seal seal;
    private final Time time;
    private final IntakeSql sql;
    private final Reassembly reassembly;
    private final Flood flood;
    private final GroupCommit<Pending> commit;
    /** What the batch put together from parts; only the thread that commits touches it. */
    private final List<Inbound> joined = new ArrayList<>();
    /** And the parts whose receipts it brought. */
    private final List<Settled> settled = new ArrayList<>();
    /** And what came of those that say that nobody has the address. */
    private List<GoneSql.Counted> refused = List.of();

    /** What the customers of the batch had written over other hubs; of the same thread. */
    private final List<Inbound> earlier = new ArrayList<>();

    /** @param recent the id from which on messages may be open */
    DurableIntake(Jdbi jdbi, Buckets buckets, LongSupplier recent, Ids ids, Lanes lanes, Open open, Turns turns, Outbox outbox, Live live,
            Channels channels, Duplicates duplicates, Reassembly reassembly, Flood flood, Runnable afterFailure, Seal seal, Time time) {
        this.buckets = buckets;
        this.recent = recent;
        this.flood = flood;
        this.live = live;
        this.channels = channels;
        this.seal = seal;
        this.time = time;
        this.ids = ids;
        this.lanes = lanes;
        this.open = open;
        this.turns = turns;
        this.outbox = outbox;
        this.duplicates = duplicates;
        this.afterFailure = afterFailure;
        this.reassembly = reassembly;
        this.sql = new IntakeSql(ids, seal::pseudonym);
        this.commit = new GroupCommit<>("intake", jdbi, this::write, new Committed());
    }

    @Override
    public CompletableFuture<Void> accept(Arrival arrival) {
        if (open.size() > HIGH_WATER) {
            outbox.counts().refused(arrival.channel(), "busy");
            return CompletableFuture.failedFuture(new TryLater("too many messages in hand", null));
        }
        Pending pending = new Pending(arrival, arrival instanceof Arrival.Text text ? lanes.enter(text.from()) : null);
        commit.submit(pending);
        return pending.stored;
    }

    @Override
    public CompletableFuture<Live.Answer> ask(Arrival.Text arrival) {
        CompletableFuture<Live.Answer> reader = new CompletableFuture<>();
        if (open.size() > HIGH_WATER) {
            outbox.counts().refused(arrival.channel(), "busy");
            reader.completeExceptionally(new TryLater("too many messages in hand", null));
            return reader;
        }
        Pending pending = new Pending(arrival, lanes.enter(arrival.from()));
        pending.reader = reader;
        pending.stored.whenComplete((nothing, failure) -> {
            if (failure != null) {
                reader.completeExceptionally(failure);
            }
        });
        commit.submit(pending);
        return time.limitOfCustomer(reader, channels.patience(arrival.channel()).plus(LAST_WORDS)).whenComplete((answer, failure) -> {
            if (failure != null) {
                reader.completeExceptionally(failure); // nobody waits any more: what is said from now on goes by SMS
            }
        });
    }

    private void write(Handle handle, List<Pending> batch) {
        CrashPoint.INTAKE_BEFORE_INSERT.pass();
        forgetEarlierAttempt(batch);
        List<Pending> texts = new ArrayList<>(batch.size());
        List<StoredReceipt> receipts = new ArrayList<>();
        List<StoredReceipt> bounces = new ArrayList<>();
        for (Pending pending : batch) {
            switch (pending.arrival) {
                case Arrival.Text text -> texts.add(pending);
                case Arrival.Part part -> joined.addAll(reassembly.arrived(handle, part));
                case Arrival.Receipt receipt -> {
                    StoredReceipt stored = stored(receipt);
                    receipts.add(stored);
                    if (receipt.unknownAddress()) {
                        bounces.add(stored);
                    }
                }
                case Arrival.Unreadable input -> sql.quarantine(handle, input.channel(), input.connection(), input.raw(), input.reason());
            }
        }
        if (!texts.isEmpty()) {
            writeTexts(handle, texts);
        }
        if (!receipts.isEmpty()) {
            writeReceipts(handle, receipts);
        }
        refused = GoneSql.bounced(handle, bounces, channels.gone());
        CrashPoint.INTAKE_BEFORE_COMMIT.pass();
    }

    private void forgetEarlierAttempt(List<Pending> batch) {
        joined.clear();
        settled.clear();
        earlier.clear();
        batch.stream().filter(pending -> pending.message != null).forEach(pending -> open.remove(pending.message.id()));
    }

    private StoredReceipt stored(Arrival.Receipt receipt) {
        return new StoredReceipt(ids.next(), receipt.connection(), receipt.providerId(), receipt.from(), receipt.state().name(),
                receipt.error(), receipt.text());
    }

    private void writeReceipts(Handle handle, List<StoredReceipt> receipts) {
        CrashPoint.RECEIPT_BEFORE_COMMIT.pass();
        Applied applied = ReceiptsSql.apply(handle, receipts);
        settled.addAll(applied.settled());
        List<StoredReceipt> orphans = applied.orphans();
        if (!orphans.isEmpty()) {
            ReceiptsSql.keepOrphans(handle, orphans);
            ReceiptsSql.matchUncertain(handle, orphans.stream().map(StoredReceipt::customerAddress).toList());
            outbox.orphaned(orphans.size());
        }
    }

    private void writeTexts(Handle handle, List<Pending> texts) {
        Set<String> addresses = new LinkedHashSet<>();
        texts.forEach(pending -> addresses.add(((Arrival.Text) pending.arrival).from()));
        int before = buckets.changes();
        Map<String, Customer> customers = sql.customers(handle, addresses);
        Instant now = time.instant();
        for (Pending pending : texts) {
            Arrival.Text text = (Arrival.Text) pending.arrival;
            Customer customer = customers.get(text.from());
            pending.customer = customer;
            pending.message = message(text, customer, now);
            open.add(pending.message.id(), customer.id());
            pending.isHere = buckets.isMine(Buckets.of(customer.id())) && buckets.changes() == before;
        }
        if (buckets.isShared()) {
            findEarlier(handle, texts);
        }
        markDuplicates(handle, texts);
        sql.insert(handle, texts.stream().map(pending -> pending.message).toList());
    }

    /** What the customers wrote before, over another hub, comes before what they write now. */
    private void findEarlier(Handle handle, List<Pending> texts) {
        Set<Long> here = texts.stream().filter(pending -> pending.isHere).map(pending -> pending.customer.id()).collect(Collectors.toSet());
        if (!here.isEmpty()) {
            earlier.addAll(RecoverySql.openInboundOf(handle, recent.getAsLong(), here));
        }
    }

    private Inbound message(Arrival.Text text, Customer customer, Instant now) {
        String words = customer.mayWriteSecret(now) ? seal.seal(text.text()) : text.text();
        // The fingerprint of a PIN would tell the PIN to whoever tries them all; and of whatever it is, for a copy may come when
        // no PIN is asked for any more
        long fingerprint = seal.blind(text.fingerprint());
        return new Inbound(ids.next(), customer.id(), text.channel(), text.connection(), text.from(), text.to(), words,
                whyIgnored(text) == null ? "RECEIVED" : "IGNORED", whyIgnored(text), now,
                text.session(), fingerprint, text.trust(), text.thread());
    }

    private static String whyIgnored(Arrival.Text text) {
        return text.answerable() ? text.ignored() : "the sender cannot be answered";
    }

    private Inbound sealed(Inbound message) {
        return Seal.isSealed(message.text()) ? message : message.withText(seal.seal(message.text()));
    }

    private void markDuplicates(Handle handle, List<Pending> texts) {
        List<EarlierCopy> earlier = new ArrayList<>(sql.earlierCopies(handle, texts.stream().map(p -> p.message).toList(),
                duplicates::since));
        for (Pending pending : texts) {
            Inbound message = pending.message;
            pending.copyOf = earlier.stream().filter(copy -> duplicates.isCopy(message, copy)).findFirst().orElse(null);
            if (pending.copyOf != null) {
                pending.message = sealed(message).ignored("duplicate"); // of a PIN, perhaps
            } else {
                pending.message = unlessTooMany(pending);
                if (texts.size() > 1) {
                    earlier.add(new EarlierCopy(message.id(), message.customerId(), message.fingerprint(), message.session()));
                }
            }
        }
    }

    private Inbound unlessTooMany(Pending pending) {
        Inbound message = pending.message;
        if (!"RECEIVED".equals(message.state())) {
            return message;
        }
        if (pending.verdict == null) {
            pending.verdict = flood.verdict((Arrival.Text) pending.arrival, message.at());
        }
        return switch (pending.verdict) {
            case ALLOWED -> message;
            case TOLD -> message.tooMany();
            case QUIET -> message.ignored(Inbound.TOO_MANY);
        };
    }

    private final class Committed implements GroupCommit.Outcome<Pending> {

        @Override
        public void committed(List<Pending> batch) {
            CrashPoint.INTAKE_AFTER_COMMIT.pass();
            for (Pending pending : batch) {
                pending.stored.complete(null);
                outbox.counts().stored(pending.arrival, System.nanoTime() - pending.arrived);
            }
            joined.forEach(message -> outbox.counts().joined(message.channel()));
            settled.forEach(outbox.counts()::settled);
            refused.forEach(outbox.counts()::addressRefused);
            resume(earlier);
            for (Pending pending : batch) {
                if (pending.message != null) {
                    begin(pending);
                }
            }
            resume(joined);
        }

        private void resume(List<Inbound> found) {
            try {
                Reassembly.begin(found, turns);
            } catch (RuntimeException e) {
                LOG.warn("messages that are stored are taken up later: {}", e.getMessage());
                afterFailure.run();
            }
        }

        private void begin(Pending pending) {
            duplicates.acknowledged(pending.message.id());
            awaitAnswer(pending);
            if (!pending.isHere && "RECEIVED".equals(pending.message.state())) {
                live.awaitElsewhere(pending.message);
                turns.elsewhere(pending.message);
                lanes.leave(pending.lane);
                return;
            }
            pending.lane.know(pending.customer); // only now: a customer who was rolled back does not exist
            if ("RECEIVED".equals(pending.message.state())) {
                turns.begin(pending.lane, pending.message);
                return;
            }
            outbox.counts().settled(pending.message, pending.copyOf != null);
            if (pending.verdict == Verdict.QUIET) {
                outbox.counts().limited("messages");
            }
            if (pending.copyOf != null) {
                duplicates.settled(pending.copyOf, pending.message.session());
            }
            open.remove(pending.message.id());
            lanes.leave(pending.lane);
        }

        private void awaitAnswer(Pending pending) {
            if (pending.reader == null) {
                return;
            }
            if (pending.copyOf != null) {
                live.again(pending.message, pending.copyOf.id(), pending.reader);
            } else if ("RECEIVED".equals(pending.message.state())) {
                live.await(pending.message.id(), pending.reader);
            } else {
                pending.reader.complete(new Live.Answer(List.of(), null));
            }
        }

        /** What the database never takes would come again for ever: it is kept as it is, for a person to read. */
        private boolean quarantined(List<Pending> batch, Exception cause) {
            Pending pending = batch.getFirst();
            if (batch.size() > 1 || !Database.isOfTheData(cause) || pending.arrival instanceof Arrival.Unreadable) {
                return false;
            }
            LOG.error("an arrival of {} cannot be stored and goes to the quarantine", pending.arrival.connection(), cause);
            release(pending);
            accept(new Arrival.Unreadable(pending.arrival.channel(), pending.arrival.connection(),
                    pending.arrival.toString().getBytes(StandardCharsets.UTF_8), "the database refuses it"))
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            pending.stored.complete(null);
                        } else {
                            pending.stored.completeExceptionally(failure);
                        }
                    });
            return true;
        }

        private void release(Pending pending) {
            if (pending.message != null) {
                open.remove(pending.message.id());
            }
            if (pending.lane != null) {
                lanes.leave(pending.lane);
            }
        }

        @Override
        public boolean failed(List<Pending> batch, Exception cause) {
            LOG.warn("{} arrivals are left to their providers for now", batch.size());
            if (quarantined(batch, cause)) {
                return false;
            }
            afterFailure.run(); // before the ids are let go: what the database has after all must be found
            for (Pending pending : batch) {
                if (pending.message != null) {
                    duplicates.refused(pending.message.id());
                }
                release(pending);
                outbox.counts().refused(pending.arrival.channel(), "not stored");
                pending.stored.completeExceptionally(new TryLater("cannot be stored now", cause));
            }
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        commit.close();
    }
}
