package io.keyline.faults;

import io.keyline.demo.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Customers who text several times, each time as soon as the one before was taken: the next one goes over another bind. */
final class Talk {

    private static final int TEXTS = 3;

    private final World world;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, List<Sent>> sent = new ConcurrentHashMap<>();

    /** @param perSecond texts a second, over all customers */
    Talk(World world, int perSecond) {
        this.world = world;
        clock.scheduleAtFixedRate(() -> sent.put(world.newcomer(), new ArrayList<>()), 0, 1_000_000L * TEXTS / perSecond, TimeUnit.MICROSECONDS);
        clock.scheduleWithFixedDelay(this::goOn, 5, 5, TimeUnit.MILLISECONDS);
    }

    /** What a customer writes the first, second, … time. */
    static String text(int number) {
        return "PAY " + number;
    }

    /** How often each customer writes. */
    static int texts() {
        return TEXTS;
    }

    private void goOn() {
        sent.forEach((customer, texts) -> {
            if (texts.size() < TEXTS && (texts.isEmpty() || texts.getLast().acknowledged())) {
                texts.add(world.text(customer, text(texts.size() + 1)));
            }
        });
    }

    int customers() {
        return sent.size();
    }

    /** Lets everybody who has begun end. Returns what each has sent. */
    Map<String, List<Sent>> end() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        return sent;
    }

    /** Goes on with those who have begun; true when all have sent everything. */
    boolean isOver() {
        goOn();
        return sent.values().stream().allMatch(texts -> texts.size() == TEXTS && texts.getLast().acknowledged());
    }

    @Override
    public String toString() {
        return sent.entrySet().stream().filter(one -> one.getValue().size() < TEXTS).map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }
}
