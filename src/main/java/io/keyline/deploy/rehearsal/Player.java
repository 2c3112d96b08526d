package io.keyline.deploy.rehearsal;

import java.time.Duration;
import java.util.List;

/** Plays rehearsals. */
public final class Player {

    private final Theatre theatre;

    public Player(Theatre theatre) {
        this.theatre = theatre;
    }

    /** Plays to the end, or to the first difference. Whatever goes wrong is in the outcome. */
    public Outcome play(Rehearsal rehearsal) {
        long began = System.nanoTime();
        Failure failure = failure(rehearsal);
        return new Outcome(rehearsal, Duration.ofNanos(System.nanoTime() - began), failure);
    }

    private Failure failure(Rehearsal rehearsal) {
        BackOffice backOffice = new BackOffice();
        try (Stage stage = theatre.stage(rehearsal.start(), backOffice)) {
            return new Performance(rehearsal, stage, backOffice).play();
        } catch (RuntimeException e) {
            return new Failure(rehearsal.line(), Performance.couldNot(e), true, List.of());
        }
    }
}
