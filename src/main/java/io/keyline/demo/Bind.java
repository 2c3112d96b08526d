package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BindReceiver;
import com.cloudhopper.smpp.pdu.BindTransceiver;
import com.cloudhopper.smpp.pdu.BindTransmitter;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.Unbind;
import com.cloudhopper.smpp.tlv.Tlv;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The SMSC's end of one connection. All but the few public methods runs on the SMSC's own thread. */
public final class Bind {

    /** What the other end may do: receive, transmit, or both. */
    public enum Type { NONE, RX, TX, TRX }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Attempt(Delivery delivery, long startedAt) {
    }

    private final Map<Integer, Attempt> unanswered = new LinkedHashMap<>();
    private final Smsc smsc;
    private final Link link;
    private volatile Type type = Type.NONE;
    private volatile String systemId = "";
    private volatile String number = "";
    private boolean ended;

    Bind(Smsc smsc, Link link) {
        this.smsc = smsc;
        this.link = link;
    }

    public String systemId() {
        return systemId;
    }

    public Type type() {
        return type;
    }

    /** Whether it can be sent deliver_sm. */
    public boolean receives() {
        return type == Type.RX || type == Type.TRX;
    }

    /** Sends any octets, for example what is no PDU. */
    public void send(byte[] octets) {
        link.send(octets);
    }

    /** Cuts the connection without an unbind. */
    public void cut() {
        smsc.end(this);
    }

    /** The number in the address_range: a handset's own. */
    String number() {
        return number;
    }

    boolean hasRoom() {
        return unanswered.size() < smsc.window();
    }

    void deliver(Delivery delivery) {
        BaseSm<?> pdu = delivery.message().toDeliver();
        pdu.setSequenceNumber(link.nextSequence());
        unanswered.put(pdu.getSequenceNumber(), new Attempt(delivery, System.nanoTime()));
        delivery.attempted();
        link.send(pdu);
    }

    void received(Pdu pdu) {
        if (ended) {
            return;
        }
        switch (pdu) {
            case PduResponse response -> answered(response);
            case BaseBind<?> bind -> bind(bind);
            case DeliverSm misplaced -> respond(misplaced, SmppConstants.STATUS_INVCMDID);
            case BaseSm<?> submit -> submitted(submit);
            case Unbind unbind -> unbind(unbind);
            // enquire_link wants no more than an answer
            case PduRequest<?> request when request.getCommandId() == SmppConstants.CMD_ID_ENQUIRE_LINK -> respond(request, 0);
            case PduRequest<?> unknown -> respond(unknown, SmppConstants.STATUS_INVCMDID);
            default -> { }
        }
    }

    void respond(PduRequest<?> request, int status) {
        PduResponse response = request.createResponse();
        response.setCommandStatus(status);
        link.send(response);
    }

    void respond(PduResponse response) {
        link.send(response);
    }

    /** Takes back what was not answered for too long, the latest first. */
    List<Delivery> overdue() {
        return takeBack(attempt -> System.nanoTime() - attempt.startedAt() > PATIENCE.toNanos());
    }

    /** Ends the session and takes back what was not answered, the latest first. */
    List<Delivery> end() {
        ended = true;
        type = Type.NONE;
        link.cut();
        return takeBack(attempt -> true);
    }

    private List<Delivery> takeBack(Predicate<Attempt> which) {
        List<Delivery> taken = new ArrayList<>(unanswered.values().stream().filter(which).map(Attempt::delivery).toList());
        unanswered.values().removeIf(which);
        Collections.reverse(taken);
        return taken;
    }

    private void bind(BaseBind<?> request) {
        int status = type == Type.NONE ? smsc.admits(request.getSystemId(), request.getPassword()) : SmppConstants.STATUS_ALYBND;
        BaseBindResp response = (BaseBindResp) request.createResponse();
        response.setCommandStatus(status);
        response.setSystemId("smsc");
        response.addOptionalParameter(new Tlv(SmppConstants.TAG_SC_INTERFACE_VERSION, new byte[] {SmppConstants.VERSION_3_4}));
        if (status != 0) {
            link.send(response);
            link.close();
            return;
        }
        systemId = request.getSystemId();
        number = Addresses.text(request.getAddressRange());
        type = switch (request) {
            case BindReceiver rx -> Type.RX;
            case BindTransmitter tx -> Type.TX;
            case BindTransceiver trx -> Type.TRX;
            default -> throw new IllegalStateException(request.getName());
        };
        // whoever has the response finds the bind among those of the SMSC
        link.send(response);
        smsc.pump();
    }

    private void submitted(BaseSm<?> pdu) {
        if (type == Type.NONE || type == Type.RX) {
            respond(pdu, SmppConstants.STATUS_INVBNDSTS);
            return;
        }
        smsc.submitted(this, pdu);
    }

    private void answered(PduResponse response) {
        Attempt attempt = unanswered.get(response.getSequenceNumber());
        if (attempt == null || attempt.delivery().isCustomers() && smsc.faults().dropsDeliverResponse()) {
            return;
        }
        unanswered.remove(response.getSequenceNumber());
        if (attempt.delivery().answered(response.getCommandStatus()) && attempt.delivery().line() != null) {
            smsc.retryLater(attempt.delivery());
        }
        smsc.pump();
    }

    private void unbind(Unbind unbind) {
        link.send(unbind.createResponse());
        type = Type.NONE;
        link.close();
    }
}
