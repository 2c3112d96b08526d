package io.keyline.channel.sms;

import java.io.IOException;
import java.io.OutputStream;

import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SMPPConstant;

/** Sees two things that jSMPP decides by itself: a message turned away because the queue is full, and an unbind that nobody would hear. */
final class GuardedPduSender extends DefaultPDUSender {

    private final WireOrder order;
    private final GuardedPduReader reader;

    GuardedPduSender(WireOrder order, GuardedPduReader reader) {
        this.order = order;
        this.reader = reader;
    }

    @Override
    public byte[] sendHeader(OutputStream os, int command, int status, int sequenceNumber) throws IOException {
        boolean message = command == SMPPConstant.CID_DELIVER_SM_RESP || command == SMPPConstant.CID_DATA_SM_RESP;
        if (message && status == SMPPConstant.STAT_ESME_RTHROTTLED) {
            order.dropLast();
        }
        return super.sendHeader(os, command, status, sequenceNumber);
    }

    @Override
    public byte[] sendUnbind(OutputStream os, int sequenceNumber) throws IOException {
        if (reader.isOutOfStep()) {
            // jSMPP would wait for the response on the very thread that reads
            throw new IOException("not unbound but closed: what the SMSC sends can no longer be told apart");
        }
        return super.sendUnbind(os, sequenceNumber);
    }
}
