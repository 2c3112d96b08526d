package io.keyline.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A simulator of its own process runs until SIGTERM, or until whoever started it closes its standard input, or ends: no demo leaves one
 * behind. Where there never was any input, as in the background of a script, nothing is to be concluded from that.
 */
final class UntilStopped {

    private static final Path INPUT = Path.of("/dev/fd/0");
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private UntilStopped() {
    }

    static void await() throws IOException, InterruptedException {
        if (hasNoInput()) {
            new CountDownLatch(1).await();
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        System.err.println("Standard input has ended, and so does this. To let it run until it is stopped, start it with </dev/null.");
    }

    /** Where the system cannot tell, the input is taken for one. */
    private static boolean hasNoInput() {
        try {
            return Files.isSameFile(INPUT, NOTHING);
        } catch (IOException e) {
            return false;
        }
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
