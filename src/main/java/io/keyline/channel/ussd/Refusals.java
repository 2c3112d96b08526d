package io.keyline.channel.ussd;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is refused, and tells the operator once a minute at most: whoever calls in vain may do so thousands of times. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final String connection;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Refusals(String connection) {
        this.connection = connection;
    }

    /** @param why for the operator; holds nothing of the request but the caller's address */
    void add(String why) {
        long refused = count.incrementAndGet();
        long due = next.get();
        if (System.nanoTime() - due >= 0 && next.compareAndSet(due, System.nanoTime() + PAUSE)) {
            LOG.warn("ussd:{} refuses a request: {}; {} refused since the start", connection, why, refused);
        }
    }
}
