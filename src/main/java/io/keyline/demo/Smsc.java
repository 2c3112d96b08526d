package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BaseSmResp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated SMSC (SMPP 3.4): stores and forwards between the ESMEs that own short codes and the handsets, records what it
 * accepted, and errs on demand. Every method may be called from any thread, and has taken effect when it returns.
 */
public final class Smsc implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Smsc.class);
    private static final Runnable NOTHING = () -> { };

    private final Loop loop = new Loop("smsc");
    private final Switchboard switchboard = new Switchboard();
    private final Accepted accepted = new Accepted();
    private final Faults faults = new Faults();
    /** Starts where no earlier process has been, so that no id is ever given twice. */
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 100);
    private volatile Receipts receipts = Receipts.NONE;
    private volatile Duration retryDelay = Duration.ofMillis(500);
    private volatile int window = 10;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile int port;

    private Smsc(int port) throws IOException {
        this.port = port;
        listenAgain();
        loop.every(Duration.ofSeconds(1), switchboard::takeBackOverdue);
    }

    /** Listens on the loopback address; port 0 takes any free one. */
    public static Smsc start(int port) throws IOException {
        return new Smsc(port);
    }

    public int port() {
        return port;
    }

    /** Lets an ESME bind, any number of times. Several accounts may own the same short code. */
    public Smsc account(String systemId, String password, String shortCode) {
        loop.run(() -> switchboard.add(new Account(systemId, password, shortCode)));
        return this;
    }

    /** What the SMSC does wrong. */
    public Faults faults() {
        return faults;
    }

    /** Whether and how it reports deliveries that ESMEs ask for; {@link Receipts#NONE} at first. */
    public void receipts(Receipts how) {
        receipts = how;
    }

    /** How many deliver_sm a bind may leave unanswered; 10 at first. */
    public void window(int size) {
        window = size;
    }

    /** When a message that met a temporary error is sent again; after 500 ms at first. */
    public void retryAfter(Duration delay) {
        retryDelay = delay;
    }

    /** A customer at this number. */
    public Subscriber from(String number) {
        return new Subscriber(this, number);
    }

    /** A customer sends a text, in parts with an 8-bit reference where it is long. */
    public Sent send(String from, String to, String text) {
        return new Sent(Segments.of(from, to, text).stream().map(this::send).toList());
    }

    /** Sends one message as it stands to the receivers of its short code, in turn; again until one has answered for good. */
    public Delivery send(ShortMessage message) {
        Line line = switchboard.shortCode(message.to());
        if (line == null) {
            throw new IllegalArgumentException("no account owns the short code " + message.to());
        }
        return enqueue(new Delivery(message, line, NOTHING));
    }

    /** Sends one message as it stands on this bind, whatever its window; it is not sent again. */
    public Delivery send(ShortMessage message, Bind bind) {
        Delivery delivery = new Delivery(message, null, NOTHING);
        loop.run(() -> bind.deliver(delivery));
        return delivery;
    }

    /** Sends a receipt for a part that was accepted, now, whatever was asked for. */
    public Delivery sendReceipt(Submit.Part part, Receipts how) {
        return enqueue(new Delivery(how.of(part), switchboard.receipts(part.systemId()), NOTHING));
    }

    /** Every message accepted from an ESME whose parts are all there, in the order of completion. */
    public List<Submit> submits() {
        return accepted.submits();
    }

    /** Every submit_sm accepted from an ESME, doubled ones too, in order. */
    public List<Submit.Part> parts() {
        return accepted.parts();
    }

    /** The accepted parts whose message is not complete. */
    public List<Submit.Part> incompleteParts() {
        return accepted.incomplete();
    }

    public List<Submit> repliesTo(String number) {
        return submits().stream().filter(submit -> submit.to().equals(number)).toList();
    }

    /** The binds of ESMEs that are open now. */
    public List<Bind> binds() {
        return switchboard.esmes();
    }

    /** How many messages wait for a receiver of this short code, those in flight not counted. */
    public int waiting(String shortCode) {
        AtomicInteger size = new AtomicInteger();
        loop.run(() -> size.set(switchboard.shortCode(shortCode).size()));
        return size.get();
    }

    /** Cuts every connection. What was not acknowledged waits for the next session. */
    public void disconnectAll() {
        loop.run(switchboard::endAll);
    }

    /** Refuses new connections; those that are open stay. */
    public void stopListening() {
        try {
            listener.close();
            // the port is free only when the thread that accepts has let go of it
            acceptor.join();
        } catch (IOException e) {
            LOG.warn("cannot close port {}", port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again on the same port. */
    public void listenAgain() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = socket.getLocalPort();
        listener = socket;
        acceptor = Thread.ofVirtual().name("smsc-accept").start(() -> accept(socket));
    }

    @Override
    public void close() {
        stopListening();
        disconnectAll();
        loop.end();
    }

    int window() {
        return window;
    }

    int admits(String systemId, String password) {
        return faults.bindStatus() != 0 ? faults.bindStatus() : switchboard.admits(systemId, password);
    }

    void pump() {
        switchboard.pump();
    }

    void retryLater(Delivery delivery) {
        loop.later(retryDelay, () -> switchboard.putBack(List.of(delivery)));
    }

    void end(Bind bind) {
        loop.run(() -> switchboard.end(bind));
    }

    void submitted(Bind bind, BaseSm<?> pdu) {
        if (switchboard.isHandset(bind)) {
            fromHandset(bind, pdu);
        } else {
            fromEsme(bind, pdu);
        }
        pump();
    }

    private void fromHandset(Bind bind, BaseSm<?> pdu) {
        ShortMessage message = ShortMessage.of(pdu);
        Line line = switchboard.shortCode(message.to());
        if (line == null) {
            bind.respond(pdu, SmppConstants.STATUS_INVDSTADR);
            return;
        }
        acknowledge(bind, pdu, ids.incrementAndGet());
        line.add(new Delivery(message, line, NOTHING));
    }

    private void fromEsme(Bind bind, BaseSm<?> pdu) {
        ShortMessage message = ShortMessage.of(pdu);
        int refusal = faults.refusal(message);
        if (refusal != 0) {
            bind.respond(pdu, refusal);
            return;
        }
        Submit.Part part = new Submit.Part(ids.incrementAndGet(), bind.systemId(), message, Instant.now());
        accepted.add(part);
        switchboard.handsets(message.to()).forEach(handset -> handset.deliver(new Delivery(message, null, NOTHING)));
        Receipts how = receipts.wantedBy(message) ? receipts : Receipts.NONE;
        if (how.when() == Receipts.When.BEFORE_RESPONSE) {
            report(part, how, () -> answer(bind, pdu, part, Receipts.NONE));
        } else {
            answer(bind, pdu, part, how);
        }
    }

    private void answer(Bind bind, BaseSm<?> pdu, Submit.Part part, Receipts after) {
        if (!faults.responseDelay().isZero()) {
            loop.later(faults.responseDelay(), () -> answerNow(bind, pdu, part, after));
            return;
        }
        answerNow(bind, pdu, part, after);
    }

    private void answerNow(Bind bind, BaseSm<?> pdu, Submit.Part part, Receipts after) {
        if (faults.hangsUp()) {
            switchboard.end(bind);
        } else if (!faults.dropsSubmitResponse()) {
            acknowledge(bind, pdu, part.id());
        }
        report(part, after, NOTHING);
        pump();
    }

    private void acknowledge(Bind bind, BaseSm<?> pdu, long id) {
        BaseSmResp response = (BaseSmResp) pdu.createResponse();
        response.setMessageId(receipts.inResponse(id));
        bind.respond(response);
    }

    private void report(Submit.Part part, Receipts how, Runnable settled) {
        Line line = switchboard.receipts(part.systemId());
        for (int copy = 1; copy <= how.copies(); copy++) {
            line.add(new Delivery(how.of(part), line, copy == how.copies() ? settled : NOTHING));
        }
    }

    private Delivery enqueue(Delivery delivery) {
        loop.run(() -> {
            delivery.line().add(delivery);
            pump();
        });
        return delivery;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                loop.run(() -> open(new Link(connection)));
            } catch (IOException closed) {
                LOG.debug("port {} closed: {}", port, closed.toString());
            }
        }
    }

    private void open(Link link) {
        Bind bind = new Bind(this, link);
        switchboard.add(bind);
        link.open(pdu -> loop.soon(() -> bind.received(pdu)), () -> loop.soon(() -> switchboard.end(bind)));
    }
}
