package io.keyline.store;

import java.time.Instant;

/** Why a message to a customer left later than it could have. @param times how often it was so */
public record Delay(long message, String reason, int times, Instant since, Instant until) {
}
