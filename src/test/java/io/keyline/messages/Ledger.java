package io.keyline.messages;

import io.keyline.store.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Messages as the hub stores them, at times and with parts that a test chooses. */
public final class Ledger {

    private final Jdbi jdbi;
    private final Map<Instant, Integer> taken = new HashMap<>();

    public Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Ten o'clock so many days ago, UTC. */
    public static Instant day(int ago) {
        return LocalDate.now(ZoneOffset.UTC).minusDays(ago).atTime(10, 0).toInstant(ZoneOffset.UTC);
    }

    /** A customer with an address. */
    public void customer(long id, String address) {
        jdbi.useHandle(handle -> {
            handle.execute("insert into customer (id) values (?) on conflict do nothing", id);
            handle.execute("insert into address (value, customer_id) values (?, ?)", address, id);
        });
    }

    /** A customer's message. */
    public long in(Instant at, long customer, String address, String text, String route) {
        long id = id(at);
        jdbi.useHandle(handle -> handle.execute("insert into message (id, customer_id, inbound, channel, connection, customer_address, company_address, "
                + "text, state, at, handled_by) values (?, ?, true, 'sms', 'sms', ?, '1234', ?, 'ANSWERED', ?, ?)", id, customer, address, text, at, route));
        return id;
    }

    /** A message to a customer, sent at once in so many parts. @param answers 0 for none */
    public long out(Instant at, long customer, String address, String text, long answers, int parts) {
        long id = id(at);
        jdbi.useHandle(handle -> {
            handle.execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at, answers, category) "
                    + "values (?, ?, false, 'sms', ?, '1234', ?, 'DELIVERED', ?, nullif(?, 0), ?)", id, customer, address, text, at, answers,
                    answers == 0 ? "notice" : "reply");
            for (int number = 1; number <= parts; number++) {
                handle.execute("insert into part (message_id, number, total, reference, connection, provider_id, state, at, sent_at) "
                        + "values (?, ?, ?, 7, 'sms', ?, 'DELIVERED', ?, ?)", id, number, parts, "p" + id + number, at.plus(Duration.ofSeconds(3)), at);
            }
        });
        return id;
    }

    public void account(long message, String account) {
        jdbi.useHandle(handle -> handle.execute("insert into sendsms (message_id, account, mask, escapes) values (?, ?, 0, '{}')", message, account));
    }

    private long id(Instant at) {
        return Ids.floor(at) + taken.merge(at, 1, Integer::sum);
    }
}
