package io.keyline.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the back office does wrong; every switch takes effect with the next request. Payments are taken all the same. */
public final class BackOfficeFaults {

    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger malformed = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;

    /** Each reply comes so much later. */
    public void delay(Duration later) {
        delay = later;
    }

    /** The next so many requests get no reply. */
    public void silence(int number) {
        silent.set(number);
    }

    /** The next so many replies are not JSON. */
    public void malformed(int number) {
        malformed.set(number);
    }

    /** The next so many replies come twice. */
    public void repeatReplies(int number) {
        repeated.set(number);
    }

    /** The next so many requests are answered "failed" and not carried out; the same key may be tried again. */
    public void fail(int number) {
        failing.set(number);
    }

    /** Everything works again. */
    public void none() {
        delay(Duration.ZERO);
        silence(0);
        malformed(0);
        repeatReplies(0);
        fail(0);
    }

    Duration delay() {
        return delay;
    }

    boolean fails() {
        return takes(failing);
    }

    boolean isSilent() {
        return takes(silent);
    }

    boolean isMalformed() {
        return takes(malformed);
    }

    boolean repeats() {
        return takes(repeated);
    }

    private static boolean takes(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
}
