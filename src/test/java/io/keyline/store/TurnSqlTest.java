package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Conversation.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What turns decide takes effect once, also where nobody knows whether it was committed")
class TurnSqlTest {

    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static Database database;
    private static long ids = 1_000;

    private final Conversation stored = new Conversation(++ids, 9, "offer", "offer", "key-" + ids, "sms", "+4520000001", "1234", "{}",
            State.STARTING, null, null, null, NOW, 1, NOW);
    private final Outbound question = new Outbound(Ids.floor(Instant.now()) + ids, 9, "sms", "+4520000001", "1234", "Renew?", "QUEUED", NOW, 0,
            stored.id(), "dialogue", 0, null, NOW.plusSeconds(60));

    @BeforeAll
    static void open() throws Exception {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private void begin() {
        database.jdbi().useTransaction(handle -> ConversationSql.begin(handle, List.of(stored)));
    }

    /** The conversation asks its question. */
    private Decided asks() {
        return new Decided(null, "offer", Customer.unknown(9), false, List.of(question), List.of(), stored.id(),
                List.of(stored.in(State.ASKED, null, "{}", NOW, NOW).withVersion(2)), List.of(), List.of(new Step(1, "ask renew", null)), List.of(), List.of(), false);
    }

    private static TurnSql.Written write(Handle handle, long earlier, Decided... turns) {
        return TurnSql.write(handle, List.of(turns), earlier);
    }

    @Test
    void aBatchWhoseAcknowledgementGotLostIsKnownAgain() {
        begin();
        Decided turn = asks();
        TurnSql.Written first = database.jdbi().inTransaction(handle -> write(handle, 0, turn));
        TurnSql.Written second = database.jdbi().inTransaction(handle -> write(handle, first.transaction(), turn));
        assertThat(first).returns(false, TurnSql.Written::isEarlier);
        assertThat(second).returns(true, TurnSql.Written::isEarlier);
        assertThat(second.outdated()).isEmpty();
    }

    @Test
    void aBatchThatWasRolledBackIsWrittenAgain() {
        begin();
        Decided turn = asks();
        TurnSql.Written first = database.jdbi().inTransaction(handle -> {
            TurnSql.Written written = write(handle, 0, turn);
            handle.rollback();
            return written;
        });
        TurnSql.Written second = database.jdbi().inTransaction(handle -> write(handle, first.transaction(), turn));
        assertThat(second).returns(false, TurnSql.Written::isEarlier);
        assertThat(second.outdated()).isEmpty();
        Optional<Conversation> now = database.jdbi().withHandle(handle -> ConversationSql.find(handle, stored.id()));
        assertThat(now.map(Conversation::state)).contains(State.ASKED);
    }

    @Test
    void twoEventsWithTheSameKeyInOneBatchBeginOneConversation() {
        Conversation other = new Conversation(++ids, 9, "offer", "offer", stored.key(), "sms", "+4520000001", "1234", "{}", State.STARTING, null,
                null, null, NOW, 1, NOW);
        List<Long> begun = database.jdbi().inTransaction(handle -> ConversationSql.begin(handle, List.of(stored, other)));
        assertThat(begun).containsExactly(stored.id());
        assertThat(database.jdbi().<List<Long>, RuntimeException>inTransaction(handle -> ConversationSql.begin(handle, List.of(other)))).isEmpty();
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsOutdatedAndStoresNothing() {
        begin();
        database.jdbi().useTransaction(handle -> write(handle, 0, asks()));
        Decided late = asks();
        TurnSql.Written written = database.jdbi().inTransaction(handle -> write(handle, 0, late));
        assertThat(written.outdated()).containsExactly(late);
    }
}
