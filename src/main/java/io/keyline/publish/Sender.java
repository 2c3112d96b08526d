package io.keyline.publish;

import java.util.List;

/** A connection to a broker that takes publications for one destination. */
interface Sender extends AutoCloseable {

    /**
     * Returns when the broker has all of them on its disk.
     *
     * @throws Exception if it has not, or nobody knows; then all of them have to be sent again, by another sender
     */
    void send(List<Outgoing> batch) throws Exception;

    /** At once: what is not acknowledged is sent again. */
    @Override
    void close();
}
