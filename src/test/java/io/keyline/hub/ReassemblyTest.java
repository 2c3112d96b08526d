package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A long message is put together from its parts")
class ReassemblyTest {

    private static final AtomicInteger CUSTOMERS = new AtomicInteger(30_000_000);

    @TempDir
    Path directory;
    private final String customer = "+45" + CUSTOMERS.incrementAndGet();
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private Database database;
    private Hub hub;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh();
        start(Duration.ofMinutes(30));
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        database.close();
    }

    private void start(Duration patience) {
        hub = new Hub(database, new Hub.Settings(0, directory, Duration.ofMinutes(10), patience, "STOP"::equals, Time.system(), new Channels(Map.of(), "1234")), new Sessions(),
                List.of(turn -> Optional.of(new Handler() {
                    @Override
                    public String name() {
                        return "reader";
                    }

                    @Override
                    public void handle(Turn turn, Runnable done) {
                        read.add(turn.message().text());
                        turn.ignore("read");
                        done.run();
                    }
                })), turn -> Optional.empty());
        hub.start();
    }

    private void arrives(int reference, int total, int number, String text) {
        arrives(reference, total, number, text, text.hashCode() + number);
    }

    private void arrives(int reference, int total, int number, String text, long fingerprint) {
        assertThat(hub.intake().accept(new Arrival.Part("sms", "main", 1, customer, "1234", reference, total, number, text, true,
                fingerprint))).succeedsWithin(Duration.ofSeconds(5));
    }

    private String read() throws InterruptedException {
        return read.poll(5, TimeUnit.SECONDS);
    }

    private long waiting() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from incoming_part where message_id is null")
                .mapTo(Long.class).one());
    }

    @Test
    void inAnyOrder() throws Exception {
        arrives(7, 3, 2, "two ");
        arrives(7, 3, 3, "three");
        assertThat(read).isEmpty();
        arrives(7, 3, 1, "one ");
        assertThat(read()).isEqualTo("one two three");
        assertThat(waiting()).isZero();
    }

    @Test
    void acrossARestart() throws Exception {
        arrives(7, 2, 2, "two");
        hub.close();
        start(Duration.ofMinutes(30));
        arrives(7, 2, 1, "one ");
        assertThat(read()).isEqualTo("one two");
    }

    @Test
    void twoMessagesAtOnceAreKeptApart() throws Exception {
        arrives(7, 2, 1, "one ");
        arrives(8, 2, 1, "eins ");
        arrives(7, 3, 1, "un ");
        arrives(8, 2, 2, "zwei");
        arrives(7, 2, 2, "two");
        assertThat(read()).isEqualTo("eins zwei");
        assertThat(read()).isEqualTo("one two");
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void aCharacterThatWasCutInTwoIsWholeAgain() throws Exception {
        arrives(7, 2, 1, "smile \uD83D");
        arrives(7, 2, 2, "\uDE00!");
        assertThat(read()).isEqualTo("smile 😀!");
    }

    @Test
    void aPartThatComesAgainCountsOnce() throws Exception {
        arrives(7, 2, 1, "one ", 1);
        arrives(7, 2, 1, "one ", 1);
        arrives(7, 2, 2, "two", 2);
        assertThat(read()).isEqualTo("one two");
        arrives(7, 2, 2, "two", 2);
        assertThat(waiting()).as("a copy after all is put together starts no new message").isZero();
    }

    @Test
    void aReferenceThatIsUsedAgainEndsTheOlderMessage() throws Exception {
        arrives(7, 2, 1, "older ");
        arrives(7, 2, 1, "newer ");
        arrives(7, 2, 2, "message");
        assertThat(List.of(read(), read())).containsExactlyInAnyOrder("older ", "newer message");
        assertThat(database.jdbi().<String, RuntimeException>withHandle(handle -> handle.createQuery(
                "select reason from message where text = 'older '").mapTo(String.class).one())).isNotNull();
    }

    @Test
    void aPartThatNeverComesIsNotWaitedForForEver() throws Exception {
        arrives(7, 3, 3, "\uDE00 three");
        arrives(7, 3, 1, "one ");
        hub.close();
        start(Duration.ZERO);
        assertThat(read()).isEqualTo("one \uFFFD three");
        assertThat(waiting()).isZero();
    }

    @Test
    void stopActsAtOnceThoughItsOtherPartsAreMissing() throws Exception {
        arrives(7, 2, 1, "STOP");
        assertThat(read()).isEqualTo("STOP");
        assertThat(waiting()).isEqualTo(1);
    }
}
