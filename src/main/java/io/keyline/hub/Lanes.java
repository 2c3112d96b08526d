package io.keyline.hub;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The lanes of all customers who have something going on. A message enters its lane before the customer is read from the
 * database and leaves after its turn is committed: so what a lane knows of its customer is never older than the database.
 */
final class Lanes {

    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();

    Lane enter(String address) {
        return lanes.compute(address, (key, lane) -> {
            Lane entered = lane == null ? new Lane(key) : lane;
            entered.users++;
            return entered;
        });
    }

    void leave(Lane lane) {
        lanes.computeIfPresent(lane.address(), (key, same) -> --same.users == 0 ? null : same);
    }

    /** How many customers have something going on. */
    int size() {
        return lanes.size();
    }

    /** How many occasions are in hand, over all lanes. */
    int users() {
        return lanes.values().stream().mapToInt(lane -> lane.users).sum();
    }
}
