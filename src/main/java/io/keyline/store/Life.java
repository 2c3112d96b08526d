package io.keyline.store;

/**
 * A hub from its start to its end.
 *
 * @param number of the hub among those that share the database, 0 to 63
 * @param epoch  which of its lives; only the latest may write
 */
public record Life(int number, int epoch) {

    @Override
    public String toString() {
        return number + "." + epoch;
    }
}
