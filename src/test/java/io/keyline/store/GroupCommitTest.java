package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Many pieces of work share a commit")
class GroupCommitTest {

    private static final int REFUSED = -1;
    /** Of our own, for it goes away. */
    private static EmbeddedDatabase server;
    private static Database database;

    private final ConcurrentLinkedQueue<Integer> committed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> failed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        server = EmbeddedDatabase.start(directory, 0);
        database = new Database(server.jdbcUrl(), null, null);
        database.open();
        database.jdbi().useHandle(handle -> handle.execute("create table work (place serial, number int not null check (number >= 0))"));
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    private static String another(String name) {
        database.jdbi().useHandle(handle -> handle.execute("create database " + name));
        return server.jdbcUrl().replace("/keyline?", "/" + name + "?");
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("truncate work"));
    }

    private static void insert(Handle handle, List<Integer> batch) {
        batch.forEach(number -> handle.execute("insert into work (number) values (?)", number));
    }

    private GroupCommit.Outcome<Integer> outcome(boolean again, Consumer<List<Integer>> then) {
        return new GroupCommit.Outcome<>() {
            @Override
            public void committed(List<Integer> batch) {
                sizes.add(batch.size());
                committed.addAll(batch);
                then.accept(batch);
            }

            @Override
            public boolean failed(List<Integer> batch, Exception cause) {
                failed.addAll(batch);
                return again;
            }
        };
    }

    private static List<Integer> stored() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select number from work order by place").mapTo(Integer.class).list());
    }

    private static List<Integer> numbers(int many) {
        return IntStream.range(0, many).boxed().toList();
    }

    @Test
    void allIsStoredInOrderAndTold() throws Exception {
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), GroupCommitTest::insert, outcome(false, batch -> { }));
        numbers(2_000).forEach(commit::submit);
        await().until(() -> committed.size() == 2_000);
        assertThat(committed).containsExactlyElementsOf(numbers(2_000));
        assertThat(stored()).isEqualTo(numbers(2_000));
        commit.close();
    }

    @Test
    void whatComesWhileACommitRunsSharesTheNextOne() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Semaphore gate = new Semaphore(0);
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), (handle, batch) -> {
            inside.countDown();
            gate.acquire();
            insert(handle, batch);
        }, outcome(false, batch -> { }));
        commit.submit(0);
        inside.await();
        IntStream.range(1, 100).forEach(commit::submit);
        assertThat(commit.waiting()).isEqualTo(99);
        gate.release(2);
        await().until(() -> committed.size() == 100);
        assertThat(sizes).containsExactly(1, 99);
        commit.close();
    }

    @Test
    void aPieceThatTheDatabaseRefusesDoesNotTakeItsNeighbours() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), (handle, batch) -> {
            all.await();
            insert(handle, batch);
        }, outcome(false, batch -> { }));
        List.of(1, 2, REFUSED, 3, REFUSED, 4).forEach(commit::submit);
        all.countDown();
        await().until(() -> committed.size() == 4 && failed.size() == 2);
        assertThat(stored()).containsExactly(1, 2, 3, 4);
        assertThat(committed).containsExactly(1, 2, 3, 4);
        assertThat(failed).containsExactly(REFUSED, REFUSED);
        commit.close();
    }

    @Test
    void whatTheDatabaseRefusesIsNotTriedForEver() throws Exception {
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), GroupCommitTest::insert, outcome(true, batch -> { }));
        commit.submit(REFUSED);
        commit.submit(1);
        await().until(() -> committed.contains(1));
        assertThat(failed).containsExactly(REFUSED);
        commit.close();
    }

    @Test
    void aMishapAfterTheCommitDoesNotWriteItAgain() throws Exception {
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), GroupCommitTest::insert, outcome(true, batch -> {
            if (batch.contains(1)) {
                throw new IllegalStateException("whoever is told stumbles");
            }
        }));
        commit.submit(1);
        await().until(() -> committed.contains(1));
        commit.submit(2);
        await().until(() -> committed.contains(2));
        assertThat(stored()).containsExactly(1, 2);
        assertThat(failed).isEmpty();
        commit.close();
    }

    @Test
    void whatWaitsIsWrittenBeforeItCloses() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        GroupCommit<Integer> commit = new GroupCommit<>("test", database.jdbi(), (handle, batch) -> {
            inside.countDown();
            gate.await();
            insert(handle, batch);
        }, outcome(true, batch -> { }));
        numbers(1_200).forEach(commit::submit);
        inside.await();
        Thread closing = Thread.ofPlatform().start(() -> {
            try {
                commit.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
        gate.countDown();
        closing.join(Duration.ofSeconds(5));
        assertThat(stored()).isEqualTo(numbers(1_200));
    }

    @Test
    void whatMustBeStoredIsStoredWhenTheDatabaseIsBack() throws Exception {
        String url = another("another");
        Jdbi jdbi = Jdbi.create(url);
        jdbi.useHandle(handle -> handle.execute("create table work (place serial, number int)"));
        List<Integer> told = new ArrayList<>();
        GroupCommit<Integer> commit = new GroupCommit<>("test", jdbi, GroupCommitTest::insert, GroupCommit.untilCommitted(batch -> {
            synchronized (told) {
                told.addAll(batch);
            }
        }));
        server.stopImmediately();
        try {
            numbers(10).forEach(commit::submit);
            await().until(() -> commit.waiting() < 10);
        } finally {
            server.startAgain();
        }
        await().until(() -> {
            synchronized (told) {
                return told.size() == 10;
            }
        });
        assertThat(jdbi.<List<Integer>, RuntimeException>withHandle(handle -> handle.createQuery("select number from work order by place")
                .mapTo(Integer.class).list())).isEqualTo(numbers(10));
        commit.close();
    }

    @Test
    void whatMayBeSentAgainIsGivenBackWhileTheDatabaseIsAway() throws Exception {
        Jdbi jdbi = Jdbi.create(another("third"));
        GroupCommit<Integer> commit = new GroupCommit<>("test", jdbi, GroupCommitTest::insert, outcome(false, batch -> { }));
        server.stopImmediately();
        try {
            commit.submit(7);
            await().until(() -> failed.contains(7));
        } finally {
            server.startAgain();
        }
        assertThat(committed).isEmpty();
        commit.close();
    }
}
