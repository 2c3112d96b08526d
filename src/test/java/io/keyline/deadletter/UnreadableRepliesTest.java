package io.keyline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.backoffice.Unclaimed.Unreadable;
import io.keyline.store.DeadLetter;
import io.keyline.store.Death;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Replies that nobody can read, by Kafka or another broker")
class UnreadableRepliesTest {

    private static final String NOBODYS = "{\"status\": \"ok\"}";
    private static final UnreadableReplies REPLIES = new UnreadableReplies();
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
        REPLIES.open(desk.hub, desk.jdbi());
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private static Unreadable unreadable(int offset, String body, String reason) {
        return new Unreadable("ledger kafka:keyline.replies-0-0@" + offset, "keyline.replies-0", body, reason);
    }

    private static List<DeadLetter> letters(int offset) {
        return desk.letters.list(Death.Kind.REPLY, null, null, 0, 100).stream().filter(one -> one.source().endsWith("@" + offset)).toList();
    }

    @Test
    void areLettersLikeOthers() throws Exception {
        REPLIES.accept(unreadable(1, NOBODYS, "no correlation id and no id"));
        REPLIES.accept(unreadable(1, NOBODYS, "no correlation id and no id"));
        DeadLetter letter = letters(1).getFirst();
        assertThat(letters(1)).as("one, however often it comes").hasSize(1);
        assertThat(letter.origin()).isEqualTo("keyline.replies-0");
        assertThat(letter.payload()).startsWith("sealed:");
        assertThat(desk.letters.show(letter.id()).orElseThrow().content()).isEqualTo(NOBODYS);
        desk.replay(letter.id());
        assertThat(desk.awaitAction(letter.id(), "refused")).isEqualTo("no correlation id and no id");
        desk.awaitState(letter.id(), "OPEN");
        assertThat(desk.letters.drop(List.of(letter.id()), "anna", "noise")).containsExactly(letter.id());
        REPLIES.accept(unreadable(1, NOBODYS, "no correlation id and no id"));
        assertThat(desk.letters.show(letter.id()).orElseThrow().letter().state()).as("read again after a crash").isEqualTo("DROPPED");
    }

    @Test
    void areReplayedOnceTheyAreMended() throws Exception {
        long waits = desk.failedConversation("+4520777101", "calls");
        desk.awaitEnded(waits);
        desk.execute("update conversation set state = 'CALLING', deadline = now() + interval '1 hour', due_at = deadline, ended_at = null where id = " + waits);
        desk.execute("insert into journal (conversation_id, step, kind) values (" + waits + ", 7, 'call accounts.balance')");
        REPLIES.accept(unreadable(2, NOBODYS, "no correlation id and no id"));
        DeadLetter letter = letters(2).getFirst();
        desk.letters.edit(letter, new Edit(null, "{\"id\": \"" + Long.toString(waits, 36) + "-7\", \"status\": \"ok\"}"), "anna");
        desk.replay(letter.id());
        desk.awaitState(letter.id(), "REPLAYED");
        assertThat(desk.text("select result ->> 'status' from journal where step = 7 and conversation_id = " + waits)).isEqualTo("OK");
    }

    @Test
    void areKeptWithoutWhatIsTooLongAndWithoutNul() {
        REPLIES.accept(unreadable(3, "x".repeat(Edit.LONGEST + 1), "larger than " + "x".repeat(600)));
        REPLIES.accept(unreadable(4, "a\0b", "not JSON: \0"));
        assertThat(letters(3).getFirst().payload()).isNull();
        assertThat(letters(3).getFirst().reason()).hasSize(500);
        assertThat(desk.letters.show(letters(4).getFirst().id()).orElseThrow().content()).isEqualTo("ab");
    }

    @Test
    void areNoneWhereTheSenderKnows() {
        long before = desk.number("select count(*) from dead_letter");
        REPLIES.accept(new Unreadable(null, "callback", null, "not JSON"));
        assertThat(desk.number("select count(*) from dead_letter")).isEqualTo(before);
    }
}
