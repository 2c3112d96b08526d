package io.keyline.deploy.rehearsal;

import java.time.Duration;

/**
 * How a rehearsal went.
 *
 * @param failure null if all went as it is written
 */
public record Outcome(Rehearsal rehearsal, Duration took, Failure failure) {

    public boolean isGreen() {
        return failure == null;
    }
}
