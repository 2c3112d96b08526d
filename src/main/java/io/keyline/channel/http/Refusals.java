package io.keyline.channel.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is refused, and tells the operator once a minute at most: whoever calls in vain may do so thousands of times. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final String who;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** @param who refuses: the word and the name of a route's consumer, as {@code ussd:main} */
    public Refusals(String who) {
        this.who = who;
    }

    /** @param why for the operator; holds nothing of the request but the caller's address */
    public void add(String why) {
        long refused = count.incrementAndGet();
        long due = next.get();
        if (System.nanoTime() - due >= 0 && next.compareAndSet(due, System.nanoTime() + PAUSE)) {
            LOG.warn("{} refuses a request: {}; {} refused since the start", who, why, refused);
        }
    }
}
