package io.keyline.channel.sms;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the messages of one session in the order of the wire although many threads work on them. The thread that reads the
 * socket draws a ticket for each; the thread that works on it waits until the ticket before has passed.
 *
 * <p>Each ticket wakes only the one behind it, so that no lock is shared.
 */
final class WireOrder {

    /** Order is worth a wait, as long as a busy machine may need to run a thread; never a stuck session. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SEQUENCE_NUMBER_AT = 12;

    private final Map<Integer, Ticket> drawn = new ConcurrentHashMap<>();
    // these three belong to the thread that reads the socket
    private Thread reader;
    private Ticket last;
    private int numbers;

    /**
     * Draws the next ticket, on the thread that reads the socket.
     *
     * @param pdu    the PDU as it came
     * @param defect why it cannot be read, or null
     */
    Ticket draw(byte[] pdu, String defect) {
        reader = Thread.currentThread();
        last = new Ticket(++numbers, pdu, defect, last);
        drawn.put(last.number, last);
        return last;
    }

    /** The PDU read last was turned away before any thread saw it. Ignored on other threads. */
    void dropLast() {
        if (Thread.currentThread() != reader || last == null || drawn.remove(last.number) == null) {
            return;
        }
        last = last.before;
    }

    /** The ticket of the message that now is worked on. */
    Ticket take(int number) {
        return drawn.remove(number);
    }

    /** A message's place in the order, and its bytes. */
    static final class Ticket {

        private final int number;
        private final byte[] pdu;
        private final int sequenceNumber;
        private final String defect;
        private Ticket before;
        private volatile boolean passed;
        private volatile Thread behind;

        private Ticket(int number, byte[] pdu, String defect, Ticket before) {
            this.number = number;
            this.pdu = pdu;
            this.sequenceNumber = ByteBuffer.wrap(pdu).getInt(SEQUENCE_NUMBER_AT);
            this.defect = defect;
            this.before = before;
        }

        /**
         * Writes the ticket's number where the sequence number is, so that it comes back with the decoded PDU: an SMSC may give
         * the same sequence number twice. The response is not touched by it, jSMPP takes its number from the header.
         */
        byte[] stamp(byte[] any) {
            ByteBuffer.wrap(any).putInt(SEQUENCE_NUMBER_AT, number);
            return any;
        }

        /** The PDU as it came. */
        byte[] raw() {
            byte[] raw = pdu.clone();
            ByteBuffer.wrap(raw).putInt(SEQUENCE_NUMBER_AT, sequenceNumber);
            return raw;
        }

        /** Why the PDU cannot be read, or null. */
        String defect() {
            return defect;
        }

        /** Waits until all that came before has passed, or too long. */
        void awaitTurn() {
            Ticket awaited = before;
            before = null; // else a ticket would hold all that ever came before it
            if (awaited != null) {
                awaited.awaitPassed();
            }
        }

        private void awaitPassed() {
            behind = Thread.currentThread();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!passed) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        }

        /** Lets the next one go. */
        void pass() {
            if (!passed) {
                passed = true;
                LockSupport.unpark(behind);
            }
        }
    }
}
