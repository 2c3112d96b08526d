package io.keyline.hub;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * All customers are in buckets, and this hub acts for those whose bucket is its own. To look costs a read of memory; the buckets change
 * hands by {@link Sharing}.
 */
final class Buckets {

    static final int NUMBER = 256;
    private static final int FOREIGN = 0;
    private static final int MINE = 1;
    /** Mine still, but nothing new begins. */
    private static final int LEAVING = 2;

    private final AtomicIntegerArray states = new AtomicIntegerArray(NUMBER);
    /** How many turns are under way in each. */
    private final AtomicIntegerArray underWay = new AtomicIntegerArray(NUMBER);
    /** Goes up whenever one changes hands: what was read of a customer before may be old. */
    private volatile int changes;
    private volatile int owned;
    /** Whether other hubs live, so that messages of this hub's customers may arrive there. */
    private volatile boolean shared;

    /** The bucket of a customer; {@code bucket_of} in the database says the same. */
    static int of(long customer) {
        return (int) ((customer ^ customer >> 22) & NUMBER - 1);
    }

    boolean isMine(int bucket) {
        return states.get(bucket) == MINE;
    }

    /** Whether the hub acts for all customers. */
    boolean areAllMine() {
        return owned == NUMBER;
    }

    List<Integer> mine() {
        return IntStream.range(0, NUMBER).filter(this::isMine).boxed().toList();
    }

    int changes() {
        return changes;
    }

    boolean isShared() {
        return shared;
    }

    void shared(boolean others) {
        shared = others;
    }

    /** A turn of a customer begins. Returns false if it must not: then it is another hub's. */
    boolean enter(int bucket) {
        underWay.incrementAndGet(bucket);
        if (isMine(bucket)) {
            return true;
        }
        underWay.decrementAndGet(bucket);
        return false;
    }

    void leave(int bucket) {
        underWay.decrementAndGet(bucket);
    }

    /** From now on no turn begins there. */
    void leaving(Collection<Integer> buckets) {
        change(buckets, LEAVING);
    }

    boolean isAtRest(Collection<Integer> buckets) {
        return buckets.stream().allMatch(bucket -> underWay.get(bucket) == 0);
    }

    void gone(Collection<Integer> buckets) {
        change(buckets, FOREIGN);
    }

    void come(Collection<Integer> buckets) {
        change(buckets, MINE);
    }

    /** Whether the hub has it, be it that it is about to give it away. */
    boolean isHeld(int bucket) {
        return states.get(bucket) != FOREIGN;
    }

    private synchronized void change(Collection<Integer> buckets, int state) {
        changes++;
        buckets.forEach(bucket -> states.set(bucket, state));
        owned = (int) IntStream.range(0, NUMBER).filter(this::isMine).count();
    }
}
