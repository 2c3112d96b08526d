package io.keyline.channel.sms;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An SMSC that binds whoever comes, and then sends the bytes that a test wants. */
final class RawSmsc implements AutoCloseable {

    static final int GENERIC_NACK = 0x80000000;
    static final int DELIVER_SM = 0x00000005;
    static final int ENQUIRE_LINK = 0x00000015;
    static final int DELIVER_SM_RESP = 0x80000005;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final List<Peer> all = new CopyOnWriteArrayList<>();

    RawSmsc() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The next client that has bound. */
    Peer bound() throws InterruptedException {
        Peer peer = peers.poll(20, TimeUnit.SECONDS);
        assert peer != null : "nobody bound";
        return peer;
    }

    private void accept() {
        try {
            while (true) {
                Peer peer = new Peer(server.accept());
                all.add(peer);
                Pdu bind = peer.read();
                peer.write(pdu(bind.command() | GENERIC_NACK, 0, bind.sequenceNumber(), new byte[] { 'x', 0 }));
                peers.add(peer);
            }
        } catch (IOException e) {
            // closed
        }
    }

    static byte[] pdu(int command, int status, int sequenceNumber, byte[] body) {
        int length = 16 + body.length;
        return ByteBuffer.allocate(length).putInt(length).putInt(command).putInt(status).putInt(sequenceNumber).put(body).array();
    }

    /** A deliver_sm from +4512345678 to 1234 with that text. */
    static byte[] deliverSm(int sequenceNumber, String text, byte... tlvs) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("\0" + "\1\1" + "4512345678\0" + "\0\1" + "1234\0"));
        body.writeBytes(new byte[9]);
        body.write(text.length());
        body.writeBytes(ascii(text));
        body.writeBytes(tlvs);
        return pdu(DELIVER_SM, 0, sequenceNumber, body.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : all) {
            peer.close();
        }
    }

    record Pdu(int command, int status, int sequenceNumber) {
    }

    static final class Peer {

        private final Socket socket;
        private final DataInputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            socket.setSoTimeout(10_000);
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        Pdu read() throws IOException {
            int length = in.readInt();
            Pdu pdu = new Pdu(in.readInt(), in.readInt(), in.readInt());
            in.readFully(new byte[length - 16]);
            return pdu;
        }

        /** The next PDU that is no enquire_link. */
        Pdu answer() throws IOException {
            Pdu pdu = read();
            while (pdu.command() == ENQUIRE_LINK) {
                write(pdu(ENQUIRE_LINK | GENERIC_NACK, 0, pdu.sequenceNumber(), new byte[0]));
                pdu = read();
            }
            return pdu;
        }

        boolean isClosedByClient() throws IOException {
            return in.read() < 0;
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
