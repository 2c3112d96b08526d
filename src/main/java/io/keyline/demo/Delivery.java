package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One message on its way from the SMSC to an ESME, over as many attempts as it takes. */
public final class Delivery {

    /**
     * The statuses after which a carrier tries again: RSYSERR, RMSGQFUL, RSUBMITFAIL, RTHROTTLED, RQUERYFAIL, RDELIVERYFAILURE,
     * RUNKNOWNERR (Vonage, support article 204015773). After any other the message is gone.
     */
    private static final Set<Integer> TRY_AGAIN = Set.of(0x08, 0x14, 0x45, 0x58, 0x67, 0xFE, 0xFF);

    private enum State { OPEN, ACKNOWLEDGED, REFUSED }

    private final List<Integer> responses = new CopyOnWriteArrayList<>();
    private final ShortMessage message;
    /** Where it waits for another attempt; null when the caller chose the bind himself. */
    private final Line line;
    private final Runnable settled;
    private volatile State state = State.OPEN;
    private volatile int attempts;

    Delivery(ShortMessage message, Line line, Runnable settled) {
        this.message = message;
        this.line = line;
        this.settled = settled;
    }

    public ShortMessage message() {
        return message;
    }

    /** How often it was sent. */
    public int attempts() {
        return attempts;
    }

    /** The status of each response that was seen, in order. */
    public List<Integer> responses() {
        return List.copyOf(responses);
    }

    /** The ESME answered ROK: it has the message for good. */
    public boolean acknowledged() {
        return state == State.ACKNOWLEDGED;
    }

    /** The ESME answered with a status after which no carrier tries again: the message is lost. */
    public boolean refused() {
        return state == State.REFUSED;
    }

    Line line() {
        return line;
    }

    /** A customer's own message, not a receipt and not one on its way to a handset. */
    boolean isCustomers() {
        return line != null && (message.esmClass() & SmppConstants.ESM_CLASS_MT_MASK) == 0;
    }

    void attempted() {
        attempts++;
    }

    /** Returns whether it is to be tried again. */
    boolean answered(int status) {
        responses.add(status);
        if (TRY_AGAIN.contains(status)) {
            return true;
        }
        state = status == 0 ? State.ACKNOWLEDGED : State.REFUSED;
        settled.run();
        return false;
    }
}
