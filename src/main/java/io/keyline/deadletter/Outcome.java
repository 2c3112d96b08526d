package io.keyline.deadletter;

import java.time.Instant;

/** What a replay makes of a letter. */
sealed interface Outcome {

    /** The hub has it again, and what becomes of it is seen later. @param go to be run once that is committed; null for nothing */
    record Handed(Runnable go) implements Outcome {
    }

    /** All is done. @param note what came of it */
    record Done(String note) implements Outcome {
    }

    /** It is to go later. @param why for the history */
    record Postponed(Instant until, String why) implements Outcome {
    }

    /** It cannot go, and stays open. */
    record Refused(String why) implements Outcome {
    }

    /** The customer does not want it: nothing more is to be done. */
    record Suppressed(String why) implements Outcome {
    }

    /** Somebody has it in hand at this moment: it is tried again soon. */
    record Busy() implements Outcome {
    }
}
