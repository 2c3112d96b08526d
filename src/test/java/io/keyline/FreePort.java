package io.keyline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for a server that goes down and comes back while other tests run: none that the system itself gives to somebody meanwhile,
 * for a connection or for port 0, and none twice.
 */
public final class FreePort {

    /** Below the ephemeral ports of Linux (32768), of the BSDs and of macOS (49152). */
    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, LAST));

    private FreePort() {
    }

    /** On 127.0.0.1. */
    public static int next() {
        for (int tried = FIRST; tried < LAST; tried++) {
            int port = NEXT.getAndUpdate(last -> last < LAST ? last + 1 : FIRST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " to " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
