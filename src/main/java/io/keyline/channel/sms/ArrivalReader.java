package io.keyline.channel.sms;

import io.keyline.channel.sms.WireOrder.Ticket;
import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.hub.ReceiptState;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsmpp.bean.AbstractSmCommand;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter.Message_payload;
import org.jsmpp.bean.OptionalParameter.Message_state;
import org.jsmpp.bean.OptionalParameter.Receipted_message_id;
import org.jsmpp.bean.OptionalParameter.Sar_msg_ref_num;
import org.jsmpp.bean.OptionalParameter.Sar_segment_seqnum;
import org.jsmpp.bean.OptionalParameter.Sar_total_segments;

/**
 * Makes Keyline's own message of a deliver_sm or data_sm (SMPP 3.4, 4.6.1 and 4.7.1).
 *
 * <p>Not an {@code SmppBinding} of camel-smpp: that sees neither the session nor the bytes of the PDU, which are kept when it
 * cannot be understood.
 *
 * @param defaultRegion   of national numbers; may be null
 * @param defaultAlphabet of data_coding 0; null for GSM 03.38
 */
record ArrivalReader(String connection, String defaultRegion, Charset defaultAlphabet, ReceiptIds receiptIds) {

    private static final String CHANNEL = "sms";
    // bits of esm_class, SMPP 3.4, 5.2.12
    private static final int RECEIPT = 0x04;
    private static final int INTERMEDIATE = 0x20;
    private static final int USER_DATA_HEADER = 0x40;
    private static final Pattern QUOTE = Pattern.compile("(text:).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Never fails: what cannot be understood is {@link Arrival.Unreadable}. */
    Arrival read(AbstractSmCommand pdu, long session, Ticket ticket) {
        if (ticket.defect() != null) {
            return unreadable(ticket, ticket.defect());
        }
        try {
            return isReceipt(pdu) ? receipt(pdu, ticket) : message(pdu, session);
        } catch (RuntimeException e) {
            return unreadable(ticket, e.toString());
        }
    }

    private Arrival unreadable(Ticket ticket, String reason) {
        return new Arrival.Unreadable(CHANNEL, connection, ticket.raw(), reason);
    }

    private static boolean isReceipt(AbstractSmCommand pdu) {
        return has(pdu, RECEIPT) || has(pdu, INTERMEDIATE) || pdu.getOptionalParameter(Receipted_message_id.class) != null;
    }

    private static boolean has(AbstractSmCommand pdu, int bit) {
        return (pdu.getEsmClass() & bit) != 0;
    }

    private Arrival receipt(AbstractSmCommand pdu, Ticket ticket) {
        String text = receiptText(pdu, UserData.of(pdu));
        Receipted_message_id id = pdu.getOptionalParameter(Receipted_message_id.class);
        Message_state state = pdu.getOptionalParameter(Message_state.class);
        Optional<ReceiptText> parsed = ReceiptText.parse(text,
                // jSMPP cuts the last character off, whether it is the NUL that ends the string or not
                id == null ? null : new String(id.getValue(), StandardCharsets.ISO_8859_1),
                state == null ? null : state.getValue() & 0xFF);
        return parsed.map(receipt -> receipt(receipt, pdu, text))
                .orElseGet(() -> unreadable(ticket, "a delivery receipt without message id"));
    }

    private Arrival receipt(ReceiptText receipt, AbstractSmCommand pdu, String text) {
        ReceiptState state = has(pdu, INTERMEDIATE) ? ReceiptState.ENROUTE : receipt.state();
        String customer = SmsAddress.of(pdu.getSourceAddrTon(), pdu.getSourceAddr(), defaultRegion).value();
        return new Arrival.Receipt(CHANNEL, connection, receiptIds.ofReceipt(receipt.id()), customer, state, receipt.error(), unquoted(text));
    }

    // receipts are written by the SMSC, in ASCII: read as GSM 03.38, an underscore in an id would be lost
    private String receiptText(AbstractSmCommand pdu, UserData data) {
        Charset charset = defaultAlphabet == null ? StandardCharsets.ISO_8859_1 : defaultAlphabet;
        return withoutNul(SmsDecoder.decode(pdu.getDataCoding(), data.octets(), data.udh(), charset));
    }

    // some end a text as C does, and PostgreSQL stores no U+0000
    private static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Receipts quote the first 20 characters of our message (SMPP 3.4, appendix B): perhaps a one-time code, which is stored nowhere. */
    private static String unquoted(String text) {
        return QUOTE.matcher(text).replaceFirst("$1");
    }

    private Arrival message(AbstractSmCommand pdu, long session) {
        UserData data = UserData.of(pdu);
        SmsAddress from = SmsAddress.of(pdu.getSourceAddrTon(), pdu.getSourceAddr(), defaultRegion);
        String to = pdu.getDestAddress() == null ? "" : pdu.getDestAddress();
        String text = withoutNul(SmsDecoder.decode(pdu.getDataCoding(), data.octets(), data.udh(), defaultAlphabet));
        Segment segment = Segment.of(pdu, data.udh());
        long fingerprint = fingerprint(pdu, data, segment);
        if (segment.total() <= 1) {
            return new Arrival.Text(CHANNEL, connection, session, from.value(), to, text, from.answerable(), fingerprint);
        }
        return new Arrival.Part(CHANNEL, connection, session, from.value(), to, segment.reference(), segment.total(),
                segment.number(), text, from.answerable(), fingerprint);
    }

    private static long fingerprint(AbstractSmCommand pdu, UserData data, Segment segment) {
        return new Fingerprint().with(pdu.getSourceAddr()).with(pdu.getDestAddress())
                .with(pdu.getEsmClass() & USER_DATA_HEADER).with(pdu.getDataCoding()).with(data.all())
                .with(segment.reference()).with(segment.total()).with(segment.number())
                .value();
    }

    /** What the handset sent: from short_message, or from message_payload where that is empty. */
    private record UserData(byte[] all, byte[] octets, Udh udh) {

        static UserData of(AbstractSmCommand pdu) {
            byte[] all = all(pdu);
            if (!has(pdu, USER_DATA_HEADER)) {
                return new UserData(all, all, null);
            }
            Udh udh = Udh.parse(all);
            return new UserData(all, Arrays.copyOfRange(all, udh.length(), all.length), udh);
        }

        private static byte[] all(AbstractSmCommand pdu) {
            if (pdu instanceof MessageRequest message && message.getShortMessage() != null && message.getShortMessage().length > 0) {
                return message.getShortMessage();
            }
            Message_payload payload = pdu.getOptionalParameter(Message_payload.class);
            return payload == null ? new byte[0] : payload.getValue();
        }
    }

    /** Which part of a longer message it is, by its user data header or the sar TLVs (SMPP 3.4, 5.3.2.22 to 24); total 0 when it is none. */
    private record Segment(int reference, int total, int number) {

        private static final Segment NONE = new Segment(0, 0, 0);

        static Segment of(AbstractSmCommand pdu, Udh udh) {
            if (udh != null && udh.reference() != null) {
                return new Segment(udh.reference(), udh.total(), udh.number());
            }
            Sar_msg_ref_num reference = pdu.getOptionalParameter(Sar_msg_ref_num.class);
            Sar_total_segments total = pdu.getOptionalParameter(Sar_total_segments.class);
            Sar_segment_seqnum number = pdu.getOptionalParameter(Sar_segment_seqnum.class);
            if (reference == null || total == null || number == null) {
                return NONE;
            }
            Segment segment = new Segment(reference.getValue() & 0xFFFF, total.getValue() & 0xFF, number.getValue() & 0xFF);
            return segment.number == 0 || segment.number > segment.total ? NONE : segment;
        }
    }
}
