package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql;
import io.keyline.store.PartsSql;
import io.keyline.store.PartsSql.StoredPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts messages together from their parts, which come in any order, on any session, before and after a restart. When one never
 * comes, what is there is handled, and marked.
 */
final class Reassembly {

    private final Ids ids;
    private final Duration patience;
    private final Predicate<String> actsAlone;
    private final Seal seal;
    private final IntakeSql sql;

    /**
     * @param patience  how long parts wait for each other
     * @param actsAlone whether a part's text means something by itself at once: STOP does
     */
    Reassembly(Ids ids, Duration patience, Predicate<String> actsAlone, Seal seal) {
        this.ids = ids;
        this.patience = patience;
        this.actsAlone = actsAlone;
        this.seal = seal;
        this.sql = new IntakeSql(ids, seal::pseudonym);
    }

    /** Stores a part, and the message if it is complete now. Returns the messages whose turns may begin when this is committed. */
    List<Inbound> arrived(Handle handle, Arrival.Part arrival) {
        PartsSql.lock(handle);
        List<Inbound> joined = new ArrayList<>(1);
        StoredPart part = stored(arrival, customer(handle, arrival.from()).mayWriteSecret(Instant.now()));
        if (PartsSql.arrivedBefore(handle, part, Instant.now().minus(patience))) {
            return joined;
        }
        List<StoredPart> others = PartsSql.waitingWith(handle, part);
        if (others.stream().anyMatch(other -> other.number() == part.number())) {
            joined.add(join(handle, others)); // the sender uses its reference again: what waits belongs to an older message
            others = List.of();
        }
        PartsSql.insert(handle, part);
        if (actsAlone.test(arrival.text())) {
            joined.add(message(handle, List.of(part), arrival.text(), "a part of a longer message"));
        }
        List<StoredPart> all = new ArrayList<>(others);
        all.add(part);
        if (all.size() == part.total()) {
            joined.add(join(handle, all));
        }
        return joined;
    }

    private StoredPart stored(Arrival.Part part, boolean secret) {
        return new StoredPart(ids.next(), part.channel(), part.connection(), part.session(), part.from(), part.to(), part.reference(),
                part.total(), part.number(), secret ? seal.seal(part.text()) : part.text(), part.answerable(),
                secret ? seal.blind(part.fingerprint()) : part.fingerprint(), Instant.now());
    }

    private Customer customer(Handle handle, String address) {
        return sql.customers(handle, Set.of(address)).get(address);
    }

    private Inbound join(Handle handle, List<StoredPart> parts) {
        List<StoredPart> inOrder = parts.stream().sorted((a, b) -> Integer.compare(a.number(), b.number())).toList();
        String text = inOrder.stream().map(part -> seal.open(part.text())).collect(Collectors.joining());
        StoredPart first = inOrder.getFirst();
        String missing = parts.size() == first.total() ? null : "incomplete: part " + missing(inOrder) + " of " + first.total()
                + " never came";
        Inbound message = message(handle, inOrder, text, missing);
        PartsSql.joined(handle, parts, message.id());
        return message;
    }

    private static String missing(List<StoredPart> parts) {
        Set<Integer> there = parts.stream().map(StoredPart::number).collect(Collectors.toSet());
        return IntStream.rangeClosed(1, parts.getFirst().total()).filter(n -> !there.contains(n)).mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private Inbound message(Handle handle, List<StoredPart> parts, String text, String remark) {
        StoredPart first = parts.getFirst();
        Customer customer = customer(handle, first.customerAddress());
        boolean secret = customer.mayWriteSecret(Instant.now()) || parts.stream().anyMatch(part -> Seal.isSealed(part.text()));
        Inbound message = new Inbound(ids.next(), customer.id(), first.channel(), first.connection(), first.customerAddress(),
                first.companyAddress(), secret ? seal.seal(whole(text)) : whole(text), first.answerable() ? "RECEIVED" : "IGNORED",
                first.answerable() ? remark : "the sender cannot be answered", Instant.now(), first.session(), first.fingerprint());
        sql.insert(handle, List.of(message));
        return message;
    }

    /** Half a surrogate pair, whose other half never came, cannot be stored as text. */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return whole.toString();
    }

    /** The parts are committed: the turns of what was put together may begin. */
    static void begin(List<Inbound> joined, Turns turns) {
        turns.resume(joined.stream().filter(message -> "RECEIVED".equals(message.state())).toList());
    }

    /** Handles what has waited too long for a part. */
    void giveUp(Jdbi jdbi, Turns turns) {
        begin(jdbi.inTransaction(this::giveUp), turns);
    }

    private List<Inbound> giveUp(Handle handle) {
        PartsSql.lock(handle);
        List<Inbound> joined = new ArrayList<>();
        List<StoredPart> left = new ArrayList<>(PartsSql.waitingSince(handle, Instant.now().minus(patience)));
        while (!left.isEmpty()) {
            List<StoredPart> same = PartsSql.waitingWith(handle, left.getFirst());
            joined.add(join(handle, same));
            left.removeIf(part -> part.sameMessage(same.getFirst()));
        }
        return joined;
    }
}
