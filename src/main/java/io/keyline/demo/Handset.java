package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BindTransceiver;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.Unbind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A customer's telephone: a transceiver at the SMSC under its own number, which it gives as address_range. */
public final class Handset implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<Integer, CompletableFuture<PduResponse>> unanswered = new ConcurrentHashMap<>();
    private final BlockingQueue<Text> inbox = new LinkedBlockingQueue<>();
    private final Joiner<ShortMessage> joiner = new Joiner<>(part -> part);
    private final String number;
    private final Link link;
    private volatile boolean closed;

    private Handset(String number, Link link) {
        this.number = number;
        this.link = link;
    }

    /**
     * Switches a telephone on.
     *
     * @param number E.164 with its plus
     * @throws IOException when the SMSC is not there or does not let it bind
     */
    public static Handset bind(String host, int port, String number) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        Handset handset = new Handset(number, new Link(socket));
        handset.link.open(handset::received, handset::closed);
        try {
            handset.request(handset.bindRequest());
        } catch (IOException refused) {
            handset.link.cut();
            throw refused;
        }
        return handset;
    }

    /** Sends a text, in parts where it is long. Returns when the SMSC has accepted all of it. */
    public void send(String to, String text) throws IOException {
        for (ShortMessage part : Segments.of(number, to, text)) {
            request(part.toSubmit());
        }
    }

    /** The next whole message, waiting for it at most this long. */
    public Optional<Text> receive(Duration patience) throws InterruptedException {
        return Optional.ofNullable(inbox.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        try {
            request(new Unbind());
        } catch (IOException gone) {
            link.cut();
        }
        link.close();
    }

    private BindTransceiver bindRequest() {
        BindTransceiver bind = new BindTransceiver();
        bind.setSystemId(Account.HANDSET.systemId());
        bind.setPassword(Account.HANDSET.password());
        bind.setInterfaceVersion(SmppConstants.VERSION_3_4);
        bind.setAddressRange(Addresses.of(number));
        return bind;
    }

    private void request(PduRequest<?> request) throws IOException {
        CompletableFuture<PduResponse> response = new CompletableFuture<>();
        request.setSequenceNumber(link.nextSequence());
        unanswered.put(request.getSequenceNumber(), response);
        if (closed) {
            closed();
        }
        link.send(request);
        try {
            int status = response.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).getCommandStatus();
            if (status != 0) {
                throw new IOException("the SMSC answers %s with 0x%02X %s".formatted(request.getName(), status,
                        SmppConstants.STATUS_MESSAGE_MAP.getOrDefault(status, "")));
            }
        } catch (TimeoutException e) {
            throw new IOException("the SMSC does not answer " + request.getName(), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            unanswered.remove(request.getSequenceNumber());
        }
    }

    private void received(Pdu pdu) {
        if (pdu instanceof PduResponse response) {
            Optional.ofNullable(unanswered.get(response.getSequenceNumber())).ifPresent(waiting -> waiting.complete(response));
        } else if (pdu instanceof PduRequest<?> request) {
            link.send(request.createResponse());
            if (request instanceof DeliverSm message) {
                store(message);
            }
        }
    }

    private void store(BaseSm<?> message) {
        joiner.add(ShortMessage.of(message)).map(Text::of).ifPresent(inbox::add);
    }

    private void closed() {
        closed = true;
        unanswered.values().forEach(waiting -> waiting.completeExceptionally(new IOException("the SMSC has closed the connection")));
    }
}
