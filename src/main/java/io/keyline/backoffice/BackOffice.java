package io.keyline.backoffice;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** A way to systems of the back office, by the contract of docs/back-office.md: a JMS broker, a Kafka cluster, a web service. */
public interface BackOffice extends AutoCloseable {

    /**
     * Asks. No thread waits for the reply.
     *
     * @return the reply, completed on the thread that receives, so what follows must be short or asynchronous. Fails with
     *         {@link TimeoutException} at the deadline, and with another exception when the request cannot be sent at all. A second call with a key
     *         that is still waited for gets the same future and sends nothing
     * @throws IllegalArgumentException   the operation is not written with a-z, 0-9, dot and hyphen
     * @throws RejectedExecutionException too many requests wait already, or this is closed
     */
    CompletableFuture<Reply> call(Request request);

    /** Whether at this moment requests can go out and replies come in, as far as it is known. */
    boolean connected();

    /** Sends what still waits, if it can, and ends. Replies that come later are for the next process. */
    @Override
    void close();

    /** Takes the replies to other hubs, which are gone, where they have a place of their own that does not move to whoever takes their number. */
    default void standInFor(Set<Integer> hubs) {
    }
}
