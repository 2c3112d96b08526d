package io.keyline.channel.sms;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Set;

import io.keyline.channel.sms.WireOrder.Ticket;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.PDUReader;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Command;
import org.jsmpp.util.DefaultDecomposer;

/**
 * Reads PDUs from an SMSC that may send anything (SMPP 3.4, 3.2). No length makes it allocate more than 64 KiB, and a message
 * that jSMPP could not decode is replaced by an empty one, its bytes kept with its {@link Ticket}: jSMPP would leave it
 * without a response, and the SMSC would send it for ever.
 */
final class GuardedPduReader implements PDUReader {

    /** The longest PDU taken: a message_payload is at most 64 KiB. */
    static final int LONGEST = 65_536;
    private static final int HEADER = 16;
    private static final Set<Integer> BIND_RESPONSES = Set.of(SMPPConstant.CID_BIND_RECEIVER_RESP,
            SMPPConstant.CID_BIND_TRANSMITTER_RESP);
    /** The mandatory fields of a deliver_sm and a data_sm, all empty: zeros (SMPP 3.4, 4.6.1 and 4.7.1). */
    private static final int EMPTY_DELIVER_SM = HEADER + 17;
    private static final int EMPTY_DATA_SM = HEADER + 10;

    private final WireOrder order;
    private volatile boolean outOfStep;
    private volatile int bindStatus;

    /** @param order where messages draw their tickets; null on a session that gets none */
    GuardedPduReader(WireOrder order) {
        this.order = order;
    }

    /** Whether a length was refused: where the next PDU begins, nobody knows. */
    boolean isOutOfStep() {
        return outOfStep;
    }

    /** The command_status of the bind's response, 0 before it came: jSMPP does not see it when the SMSC closes right after it. */
    int bindStatus() {
        return bindStatus;
    }

    @Override
    public Command readPDUHeader(DataInputStream in) throws InvalidCommandLengthException, IOException {
        byte[] header = new byte[HEADER];
        header[0] = firstByte(in);
        read(in, header, 1, 4);
        Command command = new Command();
        command.setCommandLength(checked(ByteBuffer.wrap(header).getInt()));
        read(in, header, 4, HEADER);
        ByteBuffer fields = ByteBuffer.wrap(header, 4, HEADER - 4);
        command.setCommandId(fields.getInt());
        command.setCommandStatus(fields.getInt());
        command.setSequenceNumber(fields.getInt());
        if (BIND_RESPONSES.contains(command.getCommandId())) {
            bindStatus = command.getCommandStatus();
        }
        return command;
    }

    /** A time-out is jSMPP's sign to enquire the link; it may come only here, where no byte is lost by it. */
    private static byte firstByte(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the SMSC closed the connection");
        }
        return (byte) first;
    }

    private int checked(int length) throws InvalidCommandLengthException {
        if (length >= HEADER && length <= LONGEST) {
            return length;
        }
        outOfStep = true;
        throw new InvalidCommandLengthException("command_length " + Integer.toUnsignedString(length) + " is not within " + HEADER
                + " to " + LONGEST);
    }

    private static void read(DataInputStream in, byte[] into, int from, int to) throws IOException {
        try {
            in.readFully(into, from, to - from);
        } catch (SocketTimeoutException e) {
            throw new IOException("the SMSC stopped in the middle of a PDU", e);
        }
    }

    @Override
    public byte[] readPDU(DataInputStream in, Command header) throws IOException {
        return readPDU(in, header.getCommandLength(), header.getCommandId(), header.getCommandStatus(),
                header.getSequenceNumber());
    }

    @Override
    public byte[] readPDU(DataInputStream in, int length, int command, int status, int sequenceNumber) throws IOException {
        byte[] pdu = ByteBuffer.allocate(length).putInt(length).putInt(command).putInt(status).putInt(sequenceNumber).array();
        read(in, pdu, HEADER, length);
        boolean message = command == SMPPConstant.CID_DELIVER_SM || command == SMPPConstant.CID_DATA_SM;
        return message && order != null ? ticketed(command, pdu) : pdu;
    }

    private byte[] ticketed(int command, byte[] pdu) {
        String defect = defect(command, pdu);
        Ticket ticket = order.draw(pdu, defect);
        return ticket.stamp(defect == null ? pdu : empty(command));
    }

    private static String defect(int command, byte[] pdu) {
        try {
            if (command == SMPPConstant.CID_DELIVER_SM) {
                DefaultDecomposer.getInstance().deliverSm(pdu);
            } else {
                DefaultDecomposer.getInstance().dataSm(pdu);
            }
            return null;
        } catch (PDUStringException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            return "not a well-formed PDU: " + e;
        }
    }

    private static byte[] empty(int command) {
        int length = command == SMPPConstant.CID_DELIVER_SM ? EMPTY_DELIVER_SM : EMPTY_DATA_SM;
        return ByteBuffer.allocate(length).putInt(length).putInt(command).array();
    }
}
