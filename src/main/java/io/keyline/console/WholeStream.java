package io.keyline.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that arrives as a whole, or breaks off: when it cannot be read to its end Vert.x would end it as if that were all. */
final class WholeStream extends FilterInputStream {

    private static final Logger LOG = LoggerFactory.getLogger(WholeStream.class);

    private final Runnable breakOff;

    /** @param breakOff cuts the connection on which it goes */
    WholeStream(InputStream body, Runnable breakOff) {
        super(body);
        this.breakOff = breakOff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        try {
            return super.read(buffer, from, length);
        } catch (IOException | RuntimeException e) {
            LOG.warn("an answer breaks off: {}", e.getMessage());
            breakOff.run();
            throw e;
        }
    }
}
