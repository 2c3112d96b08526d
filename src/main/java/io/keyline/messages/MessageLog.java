package io.keyline.messages;

import io.keyline.store.CostSql;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.Json;
import io.keyline.store.MessageLogSql;
import io.keyline.store.MessageLogSql.Found;
import io.keyline.store.MessageLogSql.Wanted;
import io.keyline.store.StorySql;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The messages of both ways, for those who run the hub. Who looked at what customers wrote is written down before they see it. The log
 * is the table that the hub works with, without an index for this: what takes too long is given up, and the hub goes on.
 */
public final class MessageLog {

    /** It took too long: there is too much to look through. */
    public static final class TooMuchException extends RuntimeException {
        TooMuchException(Duration patience, Throwable cause) {
            super("gave up after " + patience.toSeconds() + " seconds: narrow the time, or name the customer", cause);
        }
    }

    /**
     * A page of messages, the newest first.
     *
     * @param from what was looked through, and
     * @param to   before this
     * @param more whether there are older ones
     */
    public record Page(List<Found> messages, Instant from, Instant to, boolean more) {
    }

    private static final String GIVEN_UP = "57014";
    private static final Duration UNNAMED_REACH = Duration.ofDays(1);
    /** How long after it was written a message may still be sent. */
    private static final Duration SENDING_REACH = Duration.ofDays(8);
    private static final Duration SLICE = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final LongSupplier ids;
    private final Tariff tariff;
    private final Duration patience;

    /**
     * @param ids      for the audit
     * @param patience after which a statement is given up
     */
    public MessageLog(Jdbi jdbi, LongSupplier ids, Tariff tariff, Duration patience) {
        this.patience = patience;
        this.jdbi = jdbi;
        this.ids = ids;
        this.tariff = tariff;
    }

    public Tariff tariff() {
        return tariff;
    }

    /**
     * Looks for messages.
     *
     * @param limit how many at most
     * @return empty if there is no such customer
     * @throws TooMuchException it takes too long
     */
    public Optional<Page> search(Search search, int limit, String who) {
        return wanted(search, "messages.search", who).map(wanted -> {
            List<Found> found = page(wanted, limit + 1);
            return new Page(found.subList(0, Math.min(limit, found.size())), Ids.time(wanted.from()), to(search), found.size() > limit);
        });
    }

    /**
     * All messages that are looked for, as a CSV file that is read from the database while it is read.
     *
     * @return empty if there is no such customer
     */
    public Optional<CsvExport> export(Search search, String who) {
        return wanted(search, "messages.export", who).map(wanted -> new CsvExport(wanted, this::page, new CsvText(tariff, search.shown())));
    }

    /** The story of a message; empty if there is none. */
    public Optional<Story> story(long id, Shown shown, String who) {
        Optional<Story> story = jdbi.withHandle(handle -> StorySql.message(handle, id).map(told -> Story.of(handle, told)));
        story.ifPresent(found -> audit(who, "messages.show", Map.of("message", id, "texts", shown.texts())));
        return story;
    }

    /**
     * What was sent and received cost.
     *
     * @throws TooMuchException a day of it takes too long
     */
    public Bill bill(Bill.By by, Instant from, Instant to) {
        Bill bill = tariff.bill(by);
        for (Instant day = from.minus(SENDING_REACH); day.isBefore(to); day = day.plus(SLICE)) {
            long first = Ids.floor(day);
            long last = Ids.floor(day.plus(SLICE));
            add(bill, false, first, last, from, to);
            if (tariff.rates().hasInbound()) {
                add(bill, true, first, last, from, to);
            }
        }
        return bill;
    }

    private void add(Bill bill, boolean inbound, long first, long last, Instant from, Instant to) {
        patiently(handle -> CostSql.read(handle, inbound, first, last, from, to, tariff.zone(), tariff.rates().longestPrefix())).forEach(bill::add);
    }

    private List<Found> page(Wanted wanted, int limit) {
        return patiently(handle -> MessageLogSql.page(handle, wanted, limit));
    }

    private <T> T patiently(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(handle -> {
                MessageLogSql.limit(handle, patience);
                return work.apply(handle);
            });
        } catch (RuntimeException e) {
            if (GIVEN_UP.equals(Database.sqlState(e))) {
                throw new TooMuchException(patience, e);
            }
            throw e;
        }
    }

    /** Empty if there is no such customer; else it is written down who looks for it. */
    private Optional<Wanted> wanted(Search search, String action, String who) {
        Optional<List<Long>> customers = search.customer() == null ? Optional.of(List.of())
                : jdbi.withHandle(handle -> MessageLogSql.customers(handle, search.customer()));
        return customers.map(rows -> {
            audit(who, action, what(search, rows));
            long before = search.before() == 0 ? Long.MAX_VALUE : search.before();
            return new Wanted(rows, search.words(), Ids.floor(from(search)), Math.min(before, Ids.floor(to(search))), search.state(),
                    search.keyword(), search.route(), search.provider(), search.channel(), search.inbound());
        });
    }

    private static Instant from(Search search) {
        return search.from() != null ? search.from() : search.customer() != null ? Ids.time(0) : to(search).minus(UNNAMED_REACH);
    }

    private static Instant to(Search search) {
        return search.to() != null ? search.to() : Instant.now().plusSeconds(1);
    }

    /**
     * The customer by their row, so that the audit need not change when they are forgotten. What was looked for in texts is a customer's own
     * words as likely as not, and outlives them here: only how many words, and that there was a keyword.
     */
    private static Map<String, Object> what(Search search, List<Long> customers) {
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("customer", customers.isEmpty() ? null : customers.getFirst());
        what.put("words", search.words().isEmpty() ? null : search.words().size());
        what.put("from", from(search).toString());
        what.put("to", to(search).toString());
        what.put("state", search.state());
        what.put("keyword", search.keyword() == null ? null : true);
        what.put("route", search.route());
        what.put("provider", search.provider());
        what.put("channel", search.channel());
        what.put("inbound", search.inbound());
        what.put("texts", search.shown().texts());
        what.values().removeIf(Objects::isNull);
        return what;
    }

    private void audit(String who, String action, Map<String, Object> what) {
        jdbi.useHandle(handle -> MessageLogSql.audit(handle, ids.getAsLong(), who, action, Json.write(what)));
    }
}
