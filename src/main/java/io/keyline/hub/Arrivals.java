package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.GoneSql;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql;
import io.keyline.store.IntakeSql.EarlierCopy;
import io.keyline.store.ReceiptsSql;
import io.keyline.store.ReceiptsSql.Applied;
import io.keyline.store.ReceiptsSql.Settled;
import io.keyline.store.ReceiptsSql.StoredReceipt;
import io.keyline.store.RecoverySql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes what arrives: a batch in a transaction, which is tried again as a whole. Who the customers are, what has come before, and what is too
 * much is known only here. Used by the thread that commits.
 */
final class Arrivals {

    static final String RECEIVED = "RECEIVED";

    private final Buckets buckets;
    private final LongSupplier recent;
    private final Ids ids;
    private final Open open;
    private final Outbox outbox;
    private final Duplicates duplicates;
    private final Reassembly reassembly;
    private final Flood flood;
    private final GoneSql.Rule gone;
    private final Seal seal;
    private final Time time;
    private final IntakeSql sql;
    private final List<Inbound> joined = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<Inbound> earlier = new ArrayList<>();
    private List<GoneSql.Counted> refused = List.of();

    /** @param recent the id from which on messages may be open */
    Arrivals(Buckets buckets, LongSupplier recent, Ids ids, Open open, Outbox outbox, Duplicates duplicates, Reassembly reassembly, Flood flood,
            GoneSql.Rule gone, Seal seal, Time time) {
        this.buckets = buckets;
        this.recent = recent;
        this.ids = ids;
        this.open = open;
        this.outbox = outbox;
        this.duplicates = duplicates;
        this.reassembly = reassembly;
        this.flood = flood;
        this.gone = gone;
        this.seal = seal;
        this.time = time;
        this.sql = new IntakeSql(ids, seal::pseudonym);
    }

    /** What the batch put together from parts. */
    List<Inbound> joined() {
        return joined;
    }

    /** The parts whose receipts it brought. */
    List<Settled> settled() {
        return settled;
    }

    /** What came of the receipts that say that nobody has the address. */
    List<GoneSql.Counted> refused() {
        return refused;
    }

    /** What its customers had written over other hubs: it comes before what they write now. */
    List<Inbound> earlier() {
        return earlier;
    }

    /** Writes a batch; what an earlier try at it has left is forgotten. */
    void write(Handle handle, List<Arriving> batch) {
        CrashPoint.INTAKE_BEFORE_INSERT.pass();
        forgetEarlierAttempt(batch);
        List<Arriving> texts = new ArrayList<>(batch.size());
        List<StoredReceipt> receipts = new ArrayList<>();
        List<StoredReceipt> bounces = new ArrayList<>();
        for (Arriving arriving : batch) {
            switch (arriving.arrival) {
                case Arrival.Text text -> texts.add(arriving);
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
        refused = GoneSql.bounced(handle, bounces, gone);
        CrashPoint.INTAKE_BEFORE_COMMIT.pass();
    }

    private void forgetEarlierAttempt(List<Arriving> batch) {
        joined.clear();
        settled.clear();
        earlier.clear();
        batch.stream().filter(arriving -> arriving.message != null).forEach(arriving -> open.remove(arriving.message.id()));
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

    private void writeTexts(Handle handle, List<Arriving> texts) {
        Set<String> addresses = new LinkedHashSet<>();
        texts.forEach(arriving -> addresses.add(((Arrival.Text) arriving.arrival).from()));
        int before = buckets.changes();
        Map<String, Customer> customers = sql.customers(handle, addresses);
        Instant now = time.instant();
        for (Arriving arriving : texts) {
            Arrival.Text text = (Arrival.Text) arriving.arrival;
            Customer customer = customers.get(text.from());
            arriving.customer = customer;
            arriving.message = message(text, customer, now);
            open.add(arriving.message.id(), customer.id());
            arriving.isHere = buckets.isMine(Buckets.of(customer.id())) && buckets.changes() == before;
        }
        if (buckets.isShared()) {
            findEarlier(handle, texts);
        }
        markDuplicates(handle, texts);
        sql.insert(handle, texts.stream().map(arriving -> arriving.message).toList());
    }

    /** What the customers wrote before, over another hub, comes before what they write now. */
    private void findEarlier(Handle handle, List<Arriving> texts) {
        Set<Long> here = texts.stream().filter(arriving -> arriving.isHere).map(arriving -> arriving.customer.id()).collect(Collectors.toSet());
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
                whyIgnored(text) == null ? RECEIVED : "IGNORED", whyIgnored(text), now,
                text.session(), fingerprint, text.trust(), text.thread());
    }

    private static String whyIgnored(Arrival.Text text) {
        return text.answerable() ? text.ignored() : "the sender cannot be answered";
    }

    private Inbound sealed(Inbound message) {
        return Seal.isSealed(message.text()) ? message : message.withText(seal.seal(message.text()));
    }

    private void markDuplicates(Handle handle, List<Arriving> texts) {
        List<EarlierCopy> earlier = new ArrayList<>(sql.earlierCopies(handle, texts.stream().map(p -> p.message).toList(),
                duplicates::since));
        for (Arriving arriving : texts) {
            Inbound message = arriving.message;
            arriving.copyOf = earlier.stream().filter(copy -> duplicates.isCopy(message, copy)).findFirst().orElse(null);
            if (arriving.copyOf != null) {
                arriving.message = sealed(message).ignored("duplicate"); // of a PIN, perhaps
            } else {
                arriving.message = unlessTooMany(arriving);
                if (texts.size() > 1) {
                    earlier.add(new EarlierCopy(message.id(), message.customerId(), message.fingerprint(), message.session()));
                }
            }
        }
    }

    private Inbound unlessTooMany(Arriving arriving) {
        Inbound message = arriving.message;
        if (!arriving.isToBeHandled()) {
            return message;
        }
        if (arriving.verdict == null) {
            arriving.verdict = flood.verdict((Arrival.Text) arriving.arrival, message.at());
        }
        return switch (arriving.verdict) {
            case ALLOWED -> message;
            case TOLD -> message.tooMany();
            case QUIET -> message.ignored(Inbound.TOO_MANY);
        };
    }
}
