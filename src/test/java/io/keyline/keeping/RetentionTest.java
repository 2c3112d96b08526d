package io.keyline.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.Counts;
import io.keyline.hub.Hub;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.store.CostSql;
import io.keyline.store.Database;
import io.keyline.store.Deployment;
import io.keyline.store.DeploymentSql;
import io.keyline.store.Ids;
import io.keyline.store.StorySql;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Data go by their age")
class RetentionTest {

    private static final Duration DAYS_400 = Duration.ofDays(400);
    private static final Duration DAYS_90 = Duration.ofDays(90);

    @TempDir
    static Path data;
    private static Database database;
    private static Hub hub;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final YearMonth old = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(15);
    private final Instant inOld = old.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant();
    private int ids;
    private Retention retention;

    @BeforeAll
    static void open() throws Exception {
        database = TestDatabase.fresh();
        hub = new Hub(database, TestHub.settings(data), new Sessions(), List.of(), turn -> Optional.empty());
    }

    @AfterAll
    static void close() throws Exception {
        hub.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        execute("truncate message, part, conversation, journal, work_item, work_event, consent, quarantine, retention, "
                + "dead_letter, dead_letter_event, dead_letter_replay, deployment");
        database.ensurePartitions(inOld);
        retention = retention(new Retention.Periods(DAYS_400, DAYS_90, DAYS_90, DAYS_400, DAYS_90, DAYS_400, Duration.ofDays(14), DAYS_400));
    }

    private Retention retention(Retention.Periods periods) {
        return new Retention(database, Counts.none(), periods, new Erasure(hub, database.jdbi(), Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() throws Exception {
        retention.close();
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private long number(String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private long id(Instant at) {
        return Ids.floor(at) + ++ids;
    }

    private long message(Instant at, String state, String due) {
        long id = id(at);
        execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at, due_at, menu) values (" + id
                + ", 7, false, 'sms', '+4520123456', '1234', 'words', '" + state + "', to_timestamp(" + at.getEpochSecond() + "), " + due + ", '{}')");
        execute("insert into part (message_id, number, total, reference, connection, state, at) values (" + id + ", 1, 1, 0, 'sms', 'SENT', now())");
        return id;
    }

    private long conversation(Instant at, String state, Instant ended) {
        long id = id(at);
        execute("insert into conversation (id, customer_id, route, channel, customer_address, company_address, body, state, version, started_at, ended_at) "
                + "values (" + id + ", 7, 'renew', 'sms', '+4520123456', '1234', '{}', '" + state + "', 1, now(), "
                + (ended == null ? "null" : "to_timestamp(" + ended.getEpochSecond() + ")") + ")");
        execute("insert into journal (conversation_id, step, kind) values (" + id + ", 1, 'ask')");
        return id;
    }

    private long item(Instant at, String state, Long message) {
        long id = id(at);
        execute("insert into work_item (id, queue, reason, customer_id, message_id, state, opened_at, closed_at) values (" + id + ", 'q" + id + "', 'why', 7, "
                + message + ", '" + state + "', now(), " + (state.equals("CLOSED") ? "to_timestamp(" + at.getEpochSecond() + ")" : "null") + ")");
        execute("insert into work_event (id, item_id, at, who, action) values (" + id + ", " + id + ", now(), 'bo', 'opened')");
        return id;
    }

    private boolean isThere(String table) {
        return number("select count(*) from pg_class where relname = '" + table + "'") == 1;
    }

    private String month(String table) {
        return "%s_%d_%02d".formatted(table, old.getYear(), old.getMonthValue());
    }

    @Test
    void aMonthGoesWhenItsLastMomentIsOldEnoughAndNoneThatIsYounger() throws Exception {
        message(inOld, "SENT", "null");
        message(now, "SENT", "null");

        assertThat(retention.run(now)).isTrue();

        assertThat(isThere(month("message"))).isFalse();
        assertThat(isThere(month("part"))).isFalse();
        assertThat(number("select count(*) from message")).isOne();
        assertThat(number("select count(*) from part")).isOne();
        assertThat(number("select count(*) from retention where kind = 'messages'")).isOne();
        YearMonth young = YearMonth.from(now.minus(DAYS_400).atZone(ZoneOffset.UTC));
        database.ensurePartitions(young.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        retention.run(now);
        assertThat(isThere("message_%d_%02d".formatted(young.getYear(), young.getMonthValue()))).as("its last day is younger").isTrue();
    }

    @Test
    void aMonthStaysWhileSomethingInItIsOpen() throws Exception {
        long waiting = message(inOld, "QUEUED", "now() + interval '1 hour'");
        retention.run(now);
        assertThat(isThere(month("message"))).as("a message waits").isTrue();

        execute("update message set state = 'SENT', due_at = null");
        long asked = conversation(inOld, "ASKED", null);
        retention.run(now);
        assertThat(isThere(month("message"))).as("a conversation waits").isTrue();

        execute("update conversation set state = 'ENDED', ended_at = now() where id = " + asked);
        long item = item(now, "OPEN", waiting);
        retention.run(now);
        assertThat(isThere(month("message"))).as("an employee has not read it").isTrue();

        execute("update work_item set state = 'CLOSED', closed_at = now() where id = " + item);
        retention.run(now);
        assertThat(isThere(month("message"))).isFalse();
    }

    @Test
    void nobodyWaitsForItWhileALongReaderHoldsTheTableAndTheNextRoundFinishesIt() throws Exception {
        message(inOld, "SENT", "null");
        try (Connection backup = database.connectionOfItsOwn()) {
            backup.setAutoCommit(false);
            backup.createStatement().executeQuery("select count(*) from message");
            CompletableFuture<Boolean> round = CompletableFuture.supplyAsync(() -> {
                try {
                    return retention.run(now);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!round.isDone()) {
                message(now, "SENT", "null"); // a lock that blocked it would outlast the test's patience
            }
            assertThat(round.join()).isTrue();
            assertThat(isThere(month("message"))).isTrue();
            backup.rollback();
        }
        retention.run(now);
        assertThat(isThere(month("message"))).isFalse();
        assertThat(isThere(month("part"))).isFalse();
    }

    @Test
    void textsGoBeforeTheirMessages() throws Exception {
        Instant before = now.minus(Duration.ofDays(91));
        database.ensurePartitions(before);
        long oldOne = message(before, "DELIVERED", "null");
        long open = message(before, "QUEUED", "now()");
        long young = message(now, "DELIVERED", "null");

        retention.run(now);

        assertThat(number("select count(*) from message where text = '' and menu is null and id = " + oldOne)).isOne();
        assertThat(number("select count(*) from message where text = 'words' and id in (" + open + ", " + young + ")")).isEqualTo(2);
        assertThat(number("select removed from retention where kind = 'texts'")).isOne();
        retention.run(now);
        assertThat(number("select removed from retention where kind = 'texts'")).as("once").isOne();
    }

    @Test
    void whatAMessageCostIsKnownWithoutItsText() throws Exception {
        Instant before = now.minus(Duration.ofDays(91));
        database.ensurePartitions(before);
        long three = message(before, "ANSWERED", "null");
        long one = message(before, "ANSWERED", "null");
        execute("update message set inbound = true, connection = 'sms', text = case id when " + three + " then repeat('x', 400) else 'BAL' end");
        long segments = segments(before);

        retention.run(now);

        assertThat(number("select count(*) from message where text = ''")).isEqualTo(2);
        assertThat(segments).isEqualTo(4);
        assertThat(segments(before)).isEqualTo(segments);
        for (long id : List.of(three, one)) {
            assertThat(database.jdbi().withHandle(handle -> StorySql.message(handle, id)).orElseThrow().segments()).isEqualTo(id == three ? 3 : 1);
        }
    }

    private long segments(Instant at) {
        return database.jdbi().withHandle(handle -> CostSql.read(handle, true, Ids.floor(at), Ids.floor(at.plusSeconds(60)), at.minusSeconds(60),
                at.plusSeconds(60), ZoneOffset.UTC, 0)).stream().mapToLong(CostSql.Segments::number).sum();
    }

    private long letter(Instant at, String state, Instant last) {
        long id = id(at);
        execute("insert into dead_letter (id, kind, state, reason, attempts, first_at, last_at, replay_id) values (" + id + ", 'EVENT', '" + state
                + "', 'why', 1, to_timestamp(" + at.getEpochSecond() + "), to_timestamp(" + at.getEpochSecond() + "), 7)");
        execute("insert into dead_letter_event (letter_id, at, who, action) values (" + id + ", to_timestamp(" + last.getEpochSecond() + "), 'bo', 'x')");
        return id;
    }

    @Test
    void deadLettersGoWhenNothingMoreIsToBeDoneAndNothingWasDoneForLong() throws Exception {
        Instant before = now.minus(Duration.ofDays(91));
        execute("insert into dead_letter_replay (id, who, rate, even_if_old, at, paced_at) values (7, 'bo', 10, false, now(), now())");
        long dropped = letter(before, "DROPPED", before);
        letter(before, "REPLAYED", before);
        long open = letter(before, "OPEN", before);
        long lately = letter(before, "DROPPED", now);

        retention.run(now);

        assertThat(numbers("select id from dead_letter order by id")).containsExactly(open, lately).doesNotContain(dropped);
        assertThat(numbers("select letter_id from dead_letter_event order by 1")).containsExactly(open, lately);
        assertThat(number("select count(*) from dead_letter_replay")).as("some of its letters are left").isOne();
        execute("update dead_letter set state = 'REPLAYED'");
        retention.run(now.plus(Duration.ofDays(92)));
        assertThat(number("select count(*) from dead_letter_replay")).isZero();
    }

    private List<Long> numbers(String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    private void deployed(long version, String file, String text, String state, Instant at) {
        database.jdbi().useHandle(handle -> handle.execute("insert into deployment (version, file, text, sha256, state, who, at, problems) "
                + "values (?, ?, ?, ?, ?, 'bo', ?, '{}')", version, file, text, text, state, at));
    }

    @Test
    void deploymentsGoButForWhatARollbackAndARestartNeed() throws Exception {
        Instant before = now.minus(Duration.ofDays(401));
        deployed(1, "bal.yaml", "one", "DEPLOYED", before);
        deployed(2, "bal.yaml", "two", "DEPLOYED", before);
        deployed(3, "bal.yaml", "broken", "REFUSED", before);
        deployed(4, "bal.yaml", "three", "DEPLOYED", before);
        deployed(5, "bal.yaml", "three", "DEPLOYED", before); // by another hub
        deployed(6, "pay.yaml", "only", "DEPLOYED", before);
        deployed(7, "new.yaml", "gone", "DEPLOYED", before);
        deployed(8, "new.yaml", null, "DEPLOYED", before);
        deployed(9, "bad.yaml", "never", "REFUSED", before);
        deployed(10, "sms.yaml", "old", "DEPLOYED", before);
        deployed(11, "sms.yaml", "older", "DEPLOYED", before);
        deployed(12, "sms.yaml", "newest", "DEPLOYED", now);

        List<Deployment> good = database.jdbi().withHandle(DeploymentSql::lastGood);
        retention.run(now);

        assertThat(numbers("select version from deployment order by version")).containsExactly(2L, 4L, 5L, 6L, 7L, 8L, 9L, 11L, 12L);
        assertThat(database.jdbi().withHandle(DeploymentSql::lastGood)).isEqualTo(good);
        assertThat(database.jdbi().withHandle(handle -> DeploymentSql.goodBefore(handle, "bal.yaml", "three")).orElseThrow().text()).isEqualTo("two");
        assertThat(database.jdbi().withHandle(handle -> DeploymentSql.goodBefore(handle, "sms.yaml", "newest")).orElseThrow().text()).isEqualTo("older");
    }

    @Test
    void conversationsAndWorkGoWithWhatBelongsToThemWhenTheyHaveEnded() throws Exception {
        Instant before = now.minus(Duration.ofDays(401));
        long ended = conversation(before, "ENDED", before);
        long asked = conversation(before, "ASKED", null);
        long justEnded = conversation(before, "ENDED", now);
        long closed = item(before, "CLOSED", null);
        long open = item(before, "OPEN", null);

        retention.run(now);

        List<Long> left = database.jdbi().withHandle(handle -> handle.createQuery("select id from conversation order by id").mapTo(Long.class).list());
        assertThat(left).containsExactly(asked, justEnded);
        assertThat(number("select count(*) from journal where conversation_id = " + ended)).isZero();
        assertThat(number("select count(*) from journal")).isEqualTo(2);
        assertThat(number("select id from work_item")).isEqualTo(open);
        assertThat(number("select item_id from work_event")).isEqualTo(open).isNotEqualTo(closed);
    }

    @Test
    void theLastEvidenceOfEachCustomerStays() throws Exception {
        Instant before = now.minus(Duration.ofDays(401));
        for (String action : List.of("OPT_IN", "OPT_OUT")) {
            execute("insert into consent (id, customer_id, action, topic, channel, words, rule, message_id, at) values (" + id(before) + ", 7, '" + action
                    + "', '*', 'sms', 'w', 'r', 1, to_timestamp(" + before.getEpochSecond() + "))");
        }
        execute("insert into quarantine (id, channel, connection, raw, reason, at) values (" + id(before) + ", 'sms', 'sms', '\\x01', 'why', to_timestamp("
                + before.getEpochSecond() + "))");

        retention.run(now);

        assertThat(number("select count(*) from consent where action = 'OPT_OUT'")).isOne();
        assertThat(number("select count(*) from consent")).isOne();
        assertThat(number("select count(*) from quarantine")).isZero();
    }

    @Test
    void zeroIsForEver() throws Exception {
        message(inOld, "SENT", "null");
        conversation(inOld, "ENDED", inOld);
        Duration ever = Duration.ZERO;

        retention(new Retention.Periods(ever, ever, ever, ever, ever, ever, ever, ever)).run(now);

        assertThat(number("select count(*) from message where text = 'words'")).isOne();
        assertThat(number("select count(*) from conversation")).isOne();
    }

    @Test
    void manyRowsGoInBatches() throws Exception {
        Instant before = now.minus(Duration.ofDays(20));
        execute("insert into quarantine (id, channel, connection, raw, reason, at) select " + Ids.floor(before) + " + n, 'sms', 'sms', '\\x01', 'why', "
                + "to_timestamp(" + before.getEpochSecond() + ") from generate_series(1, 2500) n");

        retention.run(now);

        assertThat(number("select count(*) from quarantine")).isZero();
        assertThat(number("select removed from retention where kind = 'quarantine'")).isEqualTo(2500);
    }

    @Test
    void oneHubAtATime() throws Exception {
        try (Connection other = database.connectionOfItsOwn()) {
            other.createStatement().execute("select pg_advisory_lock(" + 0x6b656570696e67L + ")");
            assertThat(retention.run(now)).isFalse();
        }
        assertThat(retention.run(now)).isTrue();
    }
}
