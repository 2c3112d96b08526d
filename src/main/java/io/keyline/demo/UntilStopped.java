package io.keyline.demo;

import java.io.IOException;
import java.io.OutputStream;

/** A simulator of its own process runs until whoever started it closes its standard input, or ends; SIGTERM ends it anyway. */
final class UntilStopped {

    private UntilStopped() {
    }

    static void await() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
