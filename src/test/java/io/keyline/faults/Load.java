package io.keyline.faults;

import io.keyline.demo.Sent;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Customers who text the company, each once, so many a second, until it is stopped. */
final class Load {

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Instant> times = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Load(World world, String text, int perSecond) {
        clock.scheduleAtFixedRate(() -> {
            String customer = world.newcomer();
            times.put(customer, Instant.now());
            sent.put(customer, world.text(customer, text));
        }, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    /** Who has sent what until now. */
    Map<String, Sent> sent() {
        return Map.copyOf(sent);
    }

    /** When each of them has. */
    Map<String, Instant> times() {
        return Map.copyOf(times);
    }

    /** Ends it. Returns who has sent what. */
    Map<String, Sent> stop() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        return sent();
    }
}
