package io.keyline.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** A simulator of its own process runs until whoever started it closes its standard input, or ends; SIGTERM ends it anyway. */
final class UntilStopped {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private UntilStopped() {
    }

    static void await() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    /**
     * As {@link #await()}, then closes what ran. Does not wait for it long: to close a connection to a broker that was killed can take for
     * ever, and the next demo would have two back offices.
     */
    static void await(AutoCloseable simulator) throws IOException, InterruptedException {
        await();
        Thread closing = Thread.ofPlatform().daemon().start(() -> {
            try {
                simulator.close();
            } catch (Exception e) {
                // the process ends, and the connection with it
            }
        });
        closing.join(PATIENCE);
    }
}
