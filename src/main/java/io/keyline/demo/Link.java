package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.GenericNack;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.transcoder.DefaultPduTranscoder;
import com.cloudhopper.smpp.transcoder.DefaultPduTranscoderContext;
import com.cloudhopper.smpp.transcoder.PduTranscoder;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.buffer.ChannelBuffers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SMPP connection over a plain socket, on two virtual threads; ch-smpp reads and writes the PDUs. */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int HEADER = 16;
    /** A message_payload of 64 KiB and everything around it. */
    private static final int LONGEST_PDU = 70_000;
    private static final byte[] END = {};

    private final PduTranscoder transcoder = new DefaultPduTranscoder(new DefaultPduTranscoderContext());
    /** A peer that does not read holds up its own queue, not the thread that sends. */
    private final BlockingQueue<byte[]> out = new LinkedBlockingQueue<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private final Socket socket;

    Link(Socket socket) {
        this.socket = socket;
    }

    /** Starts reading. Both callbacks come from one thread; {@code closed} comes once and last. */
    void open(Consumer<Pdu> received, Runnable closed) {
        Thread.ofVirtual().name("smpp-out").start(this::write);
        Thread.ofVirtual().name("smpp-in").start(() -> read(received, closed));
    }

    int nextSequence() {
        return sequence.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
    }

    void send(Pdu pdu) {
        try {
            ChannelBuffer encoded = transcoder.encode(pdu);
            byte[] bytes = new byte[encoded.readableBytes()];
            encoded.readBytes(bytes);
            send(bytes);
        } catch (UnrecoverablePduException | RecoverablePduException e) {
            throw new IllegalArgumentException("this PDU cannot be written: " + pdu, e);
        }
    }

    /** Any octets, so that a test can send what is no PDU. */
    void send(byte[] bytes) {
        out.add(bytes);
    }

    /** Closes after everything that was sent so far is written. */
    void close() {
        out.add(END);
    }

    /** Closes at once. */
    void cut() {
        try {
            socket.close();
        } catch (IOException ignored) {
            LOG.debug("closed already: {}", ignored.toString());
        }
    }

    private void write() {
        try (socket) {
            BufferedOutputStream stream = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            for (byte[] bytes = out.take(); bytes != END; bytes = out.take()) {
                stream.write(bytes);
                if (out.isEmpty()) {
                    stream.flush();
                }
            }
            stream.flush();
        } catch (IOException gone) {
            LOG.debug("connection gone while writing: {}", gone.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<Pdu> received, Runnable closed) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            for (;;) {
                readPdu(in, received);
            }
        } catch (IOException | UnrecoverablePduException gone) {
            LOG.debug("connection gone while reading: {}", gone.toString());
        } finally {
            close();
            closed.run();
        }
    }

    private void readPdu(DataInputStream in, Consumer<Pdu> received) throws IOException, UnrecoverablePduException {
        int length = in.readInt();
        if (length < HEADER || length > LONGEST_PDU) {
            nack(SmppConstants.STATUS_INVCMDLEN, 0);
            throw new IOException("command_length " + length);
        }
        byte[] pdu = new byte[length];
        in.readFully(ByteBuffer.wrap(pdu).putInt(length).array(), 4, length - 4);
        try {
            received.accept(transcoder.decode(ChannelBuffers.wrappedBuffer(pdu)));
        } catch (RecoverablePduException unreadable) {
            nack(SmppConstants.STATUS_INVCMDID, ByteBuffer.wrap(pdu).getInt(12));
        }
    }

    private void nack(int status, int sequenceNumber) {
        GenericNack nack = new GenericNack();
        nack.setCommandStatus(status);
        nack.setSequenceNumber(sequenceNumber);
        send(nack);
    }
}
