package io.keyline.deadletter;

import io.keyline.hub.CrashPoint;
import io.keyline.hub.Names;
import io.keyline.store.Database;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of what died; replays what operators want replayed, at the rate that they gave, and sees what became of it. All of it is in the
 * database: a hub that starts goes on where the one before it was killed.
 */
public final class Replays implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final long ROUND_MILLIS = 200;
    /** Where nothing is replayed, one look a second. */
    private static final int ROUNDS_BETWEEN_LOOKS = 5;

    private final Jdbi jdbi;
    private final DeadLetters letters;
    private final Announcements announcements;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("replays").daemon().factory());
    private boolean isBusy = true;
    private int rounds;

    private Replays(Jdbi jdbi, DeadLetters letters, Announcements announcements) {
        this.jdbi = jdbi;
        this.letters = letters;
        this.announcements = announcements;
    }

    /**
     * Begins; to be called when the hub runs.
     *
     * @param destination where it is told what died: {@code jms:queue:NAME}, {@code jms:topic:NAME} or {@code kafka:TOPIC}, in which
     *                    {@code {kind}} stands for the kind; empty: nowhere
     */
    public static Replays start(Jdbi jdbi, DeadLetters letters, String destination) {
        Replays replays = new Replays(jdbi, letters, new Announcements(jdbi, destination));
        replays.watch.scheduleWithFixedDelay(replays::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        return replays;
    }

    private void round() {
        boolean isLook = ++rounds % ROUNDS_BETWEEN_LOOKS == 0;
        if (!isBusy && !isLook) {
            return;
        }
        try {
            if (isLook) {
                announcements.tell();
            }
            isBusy = jdbi.withHandle(DeadLetterSql::isReplaying);
            if (isBusy) {
                goOnAlone();
            }
        } catch (RuntimeException e) {
            LOG.warn("dead letters cannot be replayed now: {}", e.getMessage());
        } catch (Error e) {
            LOG.error("the replay of dead letters met an error of ours, and goes on", e);
        }
    }

    /** In a transaction that holds nothing but the lock, on a connection of its own: turns must not wait for a replay. */
    private void goOnAlone() {
        try (Handle guard = jdbi.open()) {
            guard.begin();
            if (DeadLetterSql.lockReplays(guard)) {
                goOn();
            }
            guard.rollback();
        }
    }

    private void goOn() {
        jdbi.useTransaction(DeadLetterSql::settle);
        for (DeadLetter.Replay order : jdbi.withHandle(DeadLetterSql::replays)) {
            jdbi.inTransaction(handle -> DeadLetterSql.due(handle, order)).forEach(letter -> replay(letter, order));
        }
    }

    /** Each in a transaction of its own: one that fails keeps none back. */
    private void replay(long id, DeadLetter.Replay order) {
        try {
            Optional<Runnable> go = jdbi.inTransaction(handle -> {
                Optional<Runnable> after = DeadLetterSql.take(handle, id).flatMap(letter -> letters.replay(handle, letter, order));
                CrashPoint.REPLAY_BEFORE_COMMIT.pass();
                return after;
            });
            CrashPoint.REPLAY_AFTER_COMMIT.pass();
            go.ifPresent(Runnable::run);
        } catch (RuntimeException e) {
            if (!Database.mayWorkLater(e)) {
                LOG.error("dead letter {} cannot be replayed", Names.of(id), e);
                jdbi.useHandle(handle -> DeadLetterSql.ended(handle, id, "OPEN", "keyline", "refused", "an error of ours: " + e.getClass().getSimpleName()));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        watch.shutdown();
        watch.awaitTermination(10, TimeUnit.SECONDS);
    }
}
