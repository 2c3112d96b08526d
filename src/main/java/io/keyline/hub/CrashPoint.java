package io.keyline.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places between socket and socket at which a crash must lose nothing and double nothing. A test halts the hub at one of
 * them by the system property {@code keyline.crash=POINT} or {@code POINT:n} for the n-th passage, or {@code @FILE} for the
 * point whose name the file holds, as soon as there is one; otherwise they cost a comparison.
 */
public enum CrashPoint {
    INTAKE_BEFORE_INSERT,
    INTAKE_BEFORE_COMMIT,
    INTAKE_AFTER_COMMIT,
    TURN_DECIDED,
    TURN_BEFORE_COMMIT,
    TURN_AFTER_COMMIT,
    /** A conversation that was begun by an event is on disk; the event is not acknowledged. */
    BEGIN_AFTER_COMMIT,
    /** What has come due is taken, and nothing is done for it yet. */
    DUE_CLAIMED,
    /** A question is said, within a turn that is not committed. */
    ASK_SAID,
    /** The answer has reached the question. */
    ASK_ANSWERED,
    /** A step of one of Camel's components has taken effect, and is not recorded. */
    STEP_TAKEN,
    CALL_BEFORE_SEND,
    CALL_AFTER_SEND,
    CALL_ANSWERED,
    /** A late result is on disk, and the conversation that waits for it is not woken. */
    RESULT_KEPT,
    /** A one-time code and its message are written, and not committed. */
    CODE_BEFORE_COMMIT,
    /** The right code came and is used up; the turn that it takes on is not committed. */
    CODE_REDEEMED,
    /** That two customers are one is written down, and has not taken effect. */
    LINK_WANTED,
    LINK_BEFORE_COMMIT,
    SEND_CLAIMED,
    SEND_PART_ACCEPTED,
    SEND_BEFORE_COMMIT,
    RECEIPT_BEFORE_COMMIT,
    REPLAY_BEFORE_COMMIT,
    /** What a dead letter stands for is open again, and nobody has it in hand. */
    REPLAY_AFTER_COMMIT,
    /** What is to leave for a broker is read, and not sent. */
    PUBLISH_READ,
    /** The broker has it, and it is not deleted. */
    PUBLISH_SENT;

    private static final Path ARMED = configured().startsWith("@") ? Path.of(configured().substring(1)) : null;
    private static final AtomicInteger PASSAGES = new AtomicInteger();

    private final int haltAt = haltAt(name());

    private static String configured() {
        return System.getProperty("keyline.crash", "");
    }

    private static int haltAt(String point) {
        String[] configured = configured().split(":");
        if (!configured[0].equals(point)) {
            return 0;
        }
        return configured.length > 1 ? Integer.parseInt(configured[1]) : 1;
    }

    /** As {@link #pass}, when something is passed at all. */
    void passIf(boolean something) {
        if (something) {
            pass();
        }
    }

    /** Halts the process here if a test says so: no shutdown hook, no flush, as kill -9. */
    public void pass() {
        if (haltAt > 0 && PASSAGES.incrementAndGet() == haltAt || ARMED != null && isArmed()) {
            Runtime.getRuntime().halt(137);
        }
    }

    private boolean isArmed() {
        try {
            return Files.exists(ARMED) && Files.readString(ARMED).equals(name());
        } catch (IOException e) {
            return false; // gone meanwhile: the test has changed its mind
        }
    }
}
