package io.keyline.hub;

import io.keyline.store.Decided;
import java.util.concurrent.atomic.AtomicBoolean;

/** A turn under way, from its beginning until what it decided is stored. What it decided on may change meanwhile: then there is another attempt. */
final class Attempt {

    private final Lane lane;
    private final Occasion occasion;
    private final Turn turn;
    private final long began = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Decided decided;
    private boolean isDead;
    /** What it decided on has changed meanwhile; it must run again. */
    private boolean outdated;
    /** The transaction that wrote it last, of which nobody may know whether it was committed; 0 for none. */
    private long writtenIn;

    Attempt(Lane lane, Occasion occasion, Turn turn) {
        this.lane = lane;
        this.occasion = occasion;
        this.turn = turn;
    }

    Lane lane() {
        return lane;
    }

    Occasion occasion() {
        return occasion;
    }

    Turn turn() {
        return turn;
    }

    /** How long it has taken so far. */
    long nanos() {
        return System.nanoTime() - began;
    }

    /** Whether this is the first time that it ends. */
    boolean endsNow() {
        return ended.compareAndSet(false, true);
    }

    void decided(Decided what) {
        decided = what;
    }

    Decided decided() {
        return decided;
    }

    /** What it decided could not be stored, and this is what is left of it. */
    void dies(Decided left) {
        decided = left;
        isDead = true;
        writtenIn = 0;
    }

    boolean isDead() {
        return isDead;
    }

    void written(long transaction, boolean tooLate) {
        writtenIn = transaction;
        outdated = tooLate;
    }

    long writtenIn() {
        return writtenIn;
    }

    boolean isOutdated() {
        return outdated;
    }
}
