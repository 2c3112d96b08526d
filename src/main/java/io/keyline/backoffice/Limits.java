package io.keyline.backoffice;

import java.time.Duration;

/**
 * What protects a system, or one operation of it.
 *
 * @param places  how many calls it gets at once; what comes further waits, in its order
 * @param breaker null: none
 */
public record Limits(int places, Breaker breaker) {

    /** For a way that takes whatever comes, as a broker does. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * When a system is left alone for a while. A call fails that is answered failed or not as the contract has it, or not at all; one that is
     * refused does not.
     *
     * @param failures of the last calls, in percent, from which on it is left alone; as many slow ones do it, too
     * @param of       how many last calls count; with fewer nothing is decided
     * @param slow     a call that takes as long is slow
     * @param open     how long it is left alone
     * @param trial    how many calls then try whether it is back
     * @param refuses  meanwhile calls are refused with the reason {@code unavailable}; else they wait, until their deadline
     */
    public record Breaker(int failures, int of, Duration slow, Duration open, int trial, boolean refuses) {
    }
}
