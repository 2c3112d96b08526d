package io.keyline.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the SMSC does wrong. Every switch takes effect with the next PDU and may be thrown from any thread. A share is spread
 * evenly and the same in every run: 0.05 hits each twentieth.
 */
public final class Faults {

    private final Share throttled = new Share();
    private final Share unanswered = new Share();
    private final AtomicInteger submitResponsesToDrop = new AtomicInteger();
    private final AtomicInteger submitsToHangUpOn = new AtomicInteger();
    private final AtomicInteger deliverResponsesToDrop = new AtomicInteger();
    private final Map<String, Integer> refusedNumbers = new ConcurrentHashMap<>();
    private volatile int throttleStatus;
    private volatile int refuseStatus;
    private volatile int bindStatus;
    private volatile Duration responseDelay = Duration.ZERO;

    /** A share of the submit_sm, 0 to 1, is answered with this status and not accepted. */
    public void throttle(double share, int status) {
        throttleStatus = status;
        throttled.set(share);
    }

    /** Every submit_sm is answered with this status; 0 ends it. */
    public void refuse(int status) {
        refuseStatus = status;
    }

    /** Every submit_sm to this number is answered with this status; 0 ends it. */
    public void refuseTo(String number, int status) {
        refusedNumbers.put(number, status);
    }

    /** The next so many submit_sm are accepted, and their response never sent. */
    public void dropSubmitResponses(int number) {
        submitResponsesToDrop.set(number);
    }

    /** The same for a share of them, 0 to 1. */
    public void dropShareOfSubmitResponses(double share) {
        unanswered.set(share);
    }

    /** The next so many submit_sm are accepted, and the connection cut instead of a response. */
    public void hangUpOnSubmits(int number) {
        submitsToHangUpOn.set(number);
    }

    /** Each submit_sm_resp is sent so much later. */
    public void delayResponses(Duration delay) {
        responseDelay = delay;
    }

    /** The next so many deliver_sm_resp are as if they had never come: the message is sent again when the session has ended. */
    public void dropDeliverResponses(int number) {
        deliverResponsesToDrop.set(number);
    }

    /** Every bind is answered with this status; 0 ends it. */
    public void bindStatus(int status) {
        bindStatus = status;
    }

    /** Everything works again. */
    public void none() {
        throttle(0, 0);
        refuse(0);
        refusedNumbers.clear();
        dropSubmitResponses(0);
        dropShareOfSubmitResponses(0);
        hangUpOnSubmits(0);
        delayResponses(Duration.ZERO);
        dropDeliverResponses(0);
        bindStatus(0);
    }

    /** 0, or the status with which this message is not accepted. */
    int refusal(ShortMessage message) {
        if (refuseStatus != 0) {
            return refuseStatus;
        }
        int ofNumber = refusedNumbers.getOrDefault(message.to(), 0);
        return ofNumber == 0 && throttled.hits() ? throttleStatus : ofNumber;
    }

    boolean dropsSubmitResponse() {
        return takes(submitResponsesToDrop) || unanswered.hits();
    }

    boolean hangsUp() {
        return takes(submitsToHangUpOn);
    }

    boolean dropsDeliverResponse() {
        return takes(deliverResponsesToDrop);
    }

    Duration responseDelay() {
        return responseDelay;
    }

    int bindStatus() {
        return bindStatus;
    }

    private static boolean takes(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** Hits a share of the calls, evenly spread. */
    private static final class Share {

        private double share;
        private double due;

        synchronized void set(double other) {
            share = other;
            due = 0;
        }

        synchronized boolean hits() {
            due += share;
            // sums of decimal fractions fall short by a hair
            boolean hit = due > 1 - 1e-9;
            due -= hit ? 1 : 0;
            return hit;
        }
    }
}
