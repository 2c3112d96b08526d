package io.keyline.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.TestDatabase;
import io.keyline.store.WorkItem;
import io.keyline.store.WorkSql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Items are opened once")
class OpeningTest {

    private static Database database;
    private final Ids ids = new Ids(7, 0);

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("truncate work_item, work_event"));
    }

    private WorkItem item(String queue, String reason, long customer, long conversation) {
        return new WorkItem(ids.next(), queue, reason, customer, conversation, 0, Instant.now());
    }

    private static void open(WorkItem... items) {
        open(List.of(items));
    }

    private static void open(List<WorkItem> items) {
        database.jdbi().useTransaction(handle -> WorkSql.open(handle, items));
    }

    private static List<String> events() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select w.queue || ' ' || e.action || ' ' || e.note || ' by ' || e.who "
                + "from work_event e join work_item w on w.id = e.item_id order by e.id").mapTo(String.class).list());
    }

    private static long count(String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
    }

    @Test
    void eachWithItsReason() {
        open(item("payments", "refused", 1, 0), item("payments", "refused", 2, 0), item("dialogues", "silence", 1, 0));
        assertThat(events()).containsExactly("payments opened refused by keyline", "payments opened refused by keyline",
                "dialogues opened silence by keyline");
    }

    @Test
    void whatIsOpenAlreadyGetsANoteInTheSameBatchAndInALaterOne() {
        open(item("payments", "first", 1, 0), item("payments", "second", 1, 0));
        open(item("payments", "third", 1, 0));
        assertThat(count("work_item")).isEqualTo(1);
        assertThat(events()).containsExactly("payments opened first by keyline", "payments noted second by keyline",
                "payments noted third by keyline");
    }

    @Test
    void aConversationHasOneItemWhateverTheQueue() {
        open(item("dialogues", "silence", 1, 44), item("payments", "refused", 1, 44), item("dialogues", "silence", 1, 0));
        assertThat(count("work_item")).as("one of the conversation, one of the customer").isEqualTo(2);
        assertThat(events()).containsExactly("dialogues opened silence by keyline", "dialogues noted refused by keyline",
                "dialogues opened silence by keyline");
    }

    @Test
    void whatWasClosedIsOpenedAnew() {
        WorkItem first = item("payments", "first", 1, 0);
        open(first);
        database.jdbi().useHandle(handle -> WorkSql.close(handle, first.id(), "anna", ids.next(), "closed", "closed", null));
        open(item("payments", "second", 1, 0));
        assertThat(count("work_item")).isEqualTo(2);
    }

    @Test
    void aBatchThatIsWrittenAgainAfterALostCommitChangesNothing() {
        List<WorkItem> batch = List.of(item("payments", "first", 1, 0), item("payments", "second", 1, 0), item("dialogues", "silence", 2, 44));
        open(batch);
        List<String> once = events();
        open(batch);
        assertThat(events()).isEqualTo(once);
        assertThat(count("work_item")).isEqualTo(2);
    }

    @Test
    void tenThousandAtOnceAndAgainWhileTheyAreOpen() {
        List<WorkItem> many = LongStream.range(0, 10_000).mapToObj(customer -> item("campaign", "asks", customer, 0)).toList();
        open(many);
        open(LongStream.range(0, 10_000).mapToObj(customer -> item("campaign", "asks again", customer, 0)).toList());
        assertThat(count("work_item")).isEqualTo(10_000);
        assertThat(count("work_event")).isEqualTo(20_000);
    }

    @Test
    void twoBatchesForTheSameCustomersInOtherOrdersDoNotBlockEachOther() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            empty();
            List<WorkItem> up = new ArrayList<>(LongStream.range(0, 500).mapToObj(customer -> item("campaign", "a", customer, 0)).toList());
            List<WorkItem> down = new ArrayList<>(LongStream.range(0, 500).mapToObj(customer -> item("campaign", "b", customer, 0)).toList()).reversed();
            Thread first = Thread.ofPlatform().start(() -> open(up));
            Thread second = Thread.ofPlatform().start(() -> open(down));
            first.join();
            second.join();
            assertThat(count("work_item")).isEqualTo(500);
            assertThat(count("work_event")).isEqualTo(1_000);
        }
    }
}
