package io.keyline.demo;

import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BindTransceiver;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.EnquireLinkResp;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The company's end of a transceiver bind, which records what comes and answers as told. */
final class Esme implements AutoCloseable {

    /** In place of a status: no response at all. */
    static final int SILENCE = -1;

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<PduResponse> responses = new LinkedBlockingQueue<>();
    private final List<SubmitSmResp> submitResponses = new CopyOnWriteArrayList<>();
    private final List<ShortMessage> received = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final Joiner<ShortMessage> joiner = new Joiner<>(part -> part);
    private final Link link;
    private volatile boolean cut;

    private Esme(Link link) {
        this.link = link;
    }

    static Esme bind(Smsc smsc, String password) throws IOException, InterruptedException {
        Esme esme = new Esme(new Link(new Socket(InetAddress.getLoopbackAddress(), smsc.port())));
        esme.link.open(esme::received, () -> esme.cut = true);
        BindTransceiver bind = new BindTransceiver();
        bind.setSystemId("keyline");
        bind.setPassword(password);
        bind.setInterfaceVersion((byte) 0x34);
        esme.request(bind);
        int status = esme.response(BaseBindResp.class).getCommandStatus();
        if (status != 0) {
            throw new IOException("bind refused: " + status);
        }
        return esme;
    }

    /** The next messages are answered with these; those after them with ROK. */
    void answerWith(Integer... next) {
        statuses.addAll(List.of(next));
    }

    /** Submits and waits for the responses; returns their statuses. */
    List<Integer> submit(List<ShortMessage> messages) throws InterruptedException {
        messages.forEach(this::write);
        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            results.add(response(SubmitSmResp.class).getCommandStatus());
        }
        return results;
    }

    void write(ShortMessage message) {
        SubmitSm submit = message.toSubmit();
        request(submit);
    }

    void write(byte[] octets) {
        link.send(octets);
    }

    /** When this returns, the SMSC has handled all that was sent before, and all that it sent before is here. */
    void roundTrip() throws InterruptedException {
        request(new EnquireLink());
        response(EnquireLinkResp.class);
    }

    List<ShortMessage> received() {
        return received;
    }

    List<String> texts() {
        return texts;
    }

    List<SubmitSmResp> submitResponses() {
        return submitResponses;
    }

    /** The names of the PDUs that came, but for those of link and bind. */
    List<String> order() {
        return order;
    }

    boolean isCut() {
        return cut;
    }

    @Override
    public void close() {
        link.cut();
    }

    private void request(PduRequest<?> request) {
        request.setSequenceNumber(link.nextSequence());
        link.send(request);
    }

    private <R extends PduResponse> R response(Class<R> type) throws InterruptedException {
        PduResponse response = responses.poll(5, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("no " + type.getSimpleName());
        }
        return type.cast(response);
    }

    private void received(Pdu pdu) {
        if (pdu instanceof PduResponse response) {
            if (response instanceof SubmitSmResp submitted) {
                order.add(pdu.getName());
                submitResponses.add(submitted);
            }
            responses.add(response);
        } else if (pdu instanceof BaseSm<?> message) {
            // whoever sees the message in the lists below may rely on its response being on the way
            answer(message);
            order.add(pdu.getName());
            received.add(ShortMessage.of(message));
            joiner.add(ShortMessage.of(message)).map(Text::of).map(Text::text).ifPresent(texts::add);
        }
    }

    private void answer(PduRequest<?> request) {
        Integer status = statuses.poll();
        if (status != null && status == SILENCE) {
            return;
        }
        PduResponse response = request.createResponse();
        response.setCommandStatus(status == null ? 0 : status);
        link.send(response);
    }
}
