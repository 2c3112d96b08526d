package io.keyline.hub;

/**
 * How it goes on a way out at one moment.
 *
 * @param open     whether its route runs
 * @param away     whether its provider is not connected, as far as what was sent last has shown
 * @param waiting  messages in line
 * @param underWay messages that are sent, and not answered
 * @param rate     messages a second that it may send now; infinite if there is no limit
 */
public record Traffic(WayOut way, boolean open, boolean away, int waiting, int underWay, double rate) {

    /** Whether it is what no route takes. */
    public boolean isUnclaimed() {
        return way.window() == 0;
    }
}
