package io.keyline.hub;

import io.keyline.store.Outbound;
import java.time.Duration;

/**
 * How long messages to customers are worth sending.
 *
 * @param code   a one-time code, which finds nobody who waits for it later
 * @param reply  an answer to what the customer wrote
 * @param notice what the company says first
 */
public record Lifetimes(Duration code, Duration reply, Duration notice) {

    public static final Lifetimes USUAL = new Lifetimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24));

    /** @param category of {@link Outbound}; what is none of those known is a notice */
    public Duration of(String category) {
        return switch (category) {
            case Outbound.CODE -> code;
            case Outbound.REPLY -> reply;
            default -> notice;
        };
    }
}
