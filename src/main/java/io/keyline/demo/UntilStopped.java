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
        Thread.ofPlatform().daemon().start(UntilStopped::halt);
    }

    /** To close a connection to a broker that was killed can take for ever, and the next demo would have two back offices. */
    private static void halt() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
