package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * How the SMSC reports what became of a message (SMPP 3.4, appendix B and 5.3.2.12, 5.3.2.35).
 *
 * @param copies how often each receipt is sent
 */
public record Receipts(When when, Ids ids, Form form, State state, int copies) {

    /** No receipts, whatever the ESME asks for. */
    public static final Receipts NONE = new Receipts(When.NEVER, Ids.SAME, Form.TEXT_AND_TLV, State.DELIVERED, 0);
    /** One receipt, in text and TLVs, after the response: delivered. */
    public static final Receipts AFTER = new Receipts(When.AFTER, Ids.SAME, Form.TEXT_AND_TLV, State.DELIVERED, 1);

    /** BEFORE_RESPONSE: the submit_sm_resp goes out only when the ESME has acknowledged the receipt. */
    public enum When { NEVER, BEFORE_RESPONSE, AFTER }

    /** How response and receipt write the message id. SAME is decimal in both. */
    public enum Ids { SAME, HEX_IN_RESPONSE_DECIMAL_IN_RECEIPT, DECIMAL_IN_RESPONSE_HEX_IN_RECEIPT }

    /** Where the receipt says what it says. */
    public enum Form { TEXT, TLV, TEXT_AND_TLV }

    /** The message states of SMPP 3.4, 5.2.28, and their words of appendix B. */
    public enum State {
        ENROUTE(1, "ENROUTE"), DELIVERED(2, "DELIVRD"), EXPIRED(3, "EXPIRED"), DELETED(4, "DELETED"), UNDELIVERABLE(5, "UNDELIV"),
        ACCEPTED(6, "ACCEPTD"), UNKNOWN(7, "UNKNOWN"), REJECTED(8, "REJECTD");

        private final int code;
        private final String word;

        State(int code, String word) {
            this.code = code;
            this.word = word;
        }
    }

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    private static final int TEXT_LENGTH = 20;
    private static final int ASKED_ALWAYS = 1;
    private static final int ASKED_ON_FAILURE = 2;

    public Receipts when(When other) {
        return new Receipts(other, ids, form, state, copies);
    }

    public Receipts ids(Ids other) {
        return new Receipts(when, other, form, state, copies);
    }

    public Receipts form(Form other) {
        return new Receipts(when, ids, other, state, copies);
    }

    public Receipts state(State other) {
        return new Receipts(when, ids, form, other, copies);
    }

    public Receipts copies(int number) {
        return new Receipts(when, ids, form, state, number);
    }

    /** The id as the submit_sm_resp gives it. */
    public String inResponse(long id) {
        return ids == Ids.HEX_IN_RESPONSE_DECIMAL_IN_RECEIPT ? Long.toHexString(id) : Long.toString(id);
    }

    /** The id as the receipt gives it. */
    public String inReceipt(long id) {
        return ids == Ids.DECIMAL_IN_RESPONSE_HEX_IN_RECEIPT ? Long.toHexString(id) : Long.toString(id);
    }

    /** Whether the ESME asked for a receipt of this state (registered_delivery, SMPP 3.4, 5.2.17). */
    boolean wantedBy(ShortMessage message) {
        int asked = message.registeredDelivery() & SmppConstants.REGISTERED_DELIVERY_SMSC_RECEIPT_MASK;
        return asked == ASKED_ALWAYS || asked == ASKED_ON_FAILURE && state != State.DELIVERED;
    }

    /** The receipt for one part, addressed to who sent it. */
    ShortMessage of(Submit.Part part) {
        ShortMessage about = part.message();
        ShortMessage empty = new ShortMessage(about.destination(), about.source(), SmppConstants.ESM_CLASS_MT_SMSC_DELIVERY_RECEIPT, 0, 0,
                0, new byte[0], List.of(), false);
        ShortMessage worded = form == Form.TLV ? empty : empty.octets(0, latin1(words(part)));
        return form == Form.TEXT ? worded : worded.tlv(SmppConstants.TAG_RECEIPTED_MSG_ID, latin1(inReceipt(part.id()) + "\0"))
                .tlv(SmppConstants.TAG_MSG_STATE, state.code);
    }

    private String words(Submit.Part part) {
        String text = part.message().alphabet().decode(part.message().body());
        return "id:%s sub:001 dlvrd:%s submit date:%s done date:%s stat:%s err:000 text:%s".formatted(inReceipt(part.id()),
                state == State.DELIVERED ? "001" : "000", DATE.format(part.at()), DATE.format(Instant.now()), state.word,
                text.substring(0, Math.min(TEXT_LENGTH, text.length())));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
