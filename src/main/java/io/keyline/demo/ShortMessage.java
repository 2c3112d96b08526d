package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.DataSm;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppInvalidArgumentException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a submit_sm, deliver_sm or data_sm carries, octet for octet (SMPP 3.4, 4.4.1, 4.6.1, 4.7.1).
 *
 * @param octets short_message as it travels: user data header first, where there is one
 * @param dataSm whether it is delivered by data_sm, whose text is in the message_payload TLV
 */
public record ShortMessage(Address source, Address destination, int esmClass, int protocolId, int dataCoding, int registeredDelivery,
        byte[] octets, List<Tlv> tlvs, boolean dataSm) {

    /** An empty message, to be filled by the methods below, each of which gives a changed copy. */
    public static ShortMessage of(String from, String to) {
        return new ShortMessage(Addresses.of(from), Addresses.of(to), 0, 0, 0, 0, new byte[0], List.of(), false);
    }

    static ShortMessage of(BaseSm<?> pdu) {
        byte[] octets = Objects.requireNonNullElse(pdu.getShortMessage(), new byte[0]);
        List<Tlv> tlvs = pdu.getOptionalParameters() == null ? List.of() : List.copyOf(pdu.getOptionalParameters());
        return new ShortMessage(pdu.getSourceAddress(), pdu.getDestAddress(), pdu.getEsmClass() & 0xFF, pdu.getProtocolId() & 0xFF,
                pdu.getDataCoding() & 0xFF, pdu.getRegisteredDelivery() & 0xFF, octets, tlvs, pdu instanceof DataSm);
    }

    /** The text in the cheapest alphabet, however long it gets. */
    public ShortMessage text(String text) {
        return text(text, Alphabet.cheapest(text));
    }

    public ShortMessage text(String text, Alphabet alphabet) {
        return octets(alphabet.dataCoding(), alphabet.encode(text));
    }

    public ShortMessage octets(int coding, byte[] raw) {
        return new ShortMessage(source, destination, esmClass, protocolId, coding, registeredDelivery, raw, tlvs, dataSm);
    }

    /** From an address of any type of number, for example an alphanumeric one. */
    public ShortMessage source(Address address) {
        return new ShortMessage(address, destination, esmClass, protocolId, dataCoding, registeredDelivery, octets, tlvs, dataSm);
    }

    public ShortMessage esmClass(int flags) {
        return new ShortMessage(source, destination, flags, protocolId, dataCoding, registeredDelivery, octets, tlvs, dataSm);
    }

    public ShortMessage registeredDelivery(int flags) {
        return new ShortMessage(source, destination, esmClass, protocolId, dataCoding, flags, octets, tlvs, dataSm);
    }

    public ShortMessage tlv(int tag, int... value) {
        return tlv(tag, toOctets(value));
    }

    public ShortMessage tlv(int tag, byte[] value) {
        List<Tlv> all = Stream.concat(tlvs.stream(), Stream.of(new Tlv((short) tag, value))).toList();
        return new ShortMessage(source, destination, esmClass, protocolId, dataCoding, registeredDelivery, octets, all, dataSm);
    }

    /** Puts a user data header (its elements, without the length) before the text and sets the flag that says so. */
    public ShortMessage header(int... elements) {
        byte[] header = toOctets(elements);
        byte[] all = Arrays.copyOf(new byte[] {(byte) header.length}, 1 + header.length + octets.length);
        System.arraycopy(header, 0, all, 1, header.length);
        System.arraycopy(octets, 0, all, 1 + header.length, octets.length);
        return octets(dataCoding, all).esmClass(esmClass | SmppConstants.ESM_CLASS_UDHI_MASK);
    }

    /** Moves what is in short_message to the message_payload TLV. */
    public ShortMessage inMessagePayload() {
        return tlv(SmppConstants.TAG_MESSAGE_PAYLOAD, octets).octets(dataCoding, new byte[0]);
    }

    /** To be delivered by data_sm. */
    public ShortMessage asDataSm() {
        ShortMessage moved = inMessagePayload();
        return new ShortMessage(source, destination, esmClass, protocolId, dataCoding, registeredDelivery, moved.octets, moved.tlvs, true);
    }

    public String from() {
        return Addresses.text(source);
    }

    public String to() {
        return Addresses.text(destination);
    }

    public Alphabet alphabet() {
        return Alphabet.of(dataCoding);
    }

    public Optional<Tlv> tlv(short tag) {
        return tlvs.stream().filter(tlv -> tlv.getTag() == tag).findFirst();
    }

    /** short_message or message_payload, whichever carries something; the user data header included. */
    public byte[] payload() {
        return octets.length > 0 ? octets : tlv(SmppConstants.TAG_MESSAGE_PAYLOAD).map(Tlv::getValue).orElse(octets);
    }

    /** The octets of the text alone. */
    public byte[] body() {
        byte[] payload = payload();
        return hasHeader() ? Arrays.copyOfRange(payload, Math.min(payload.length, 1 + (payload[0] & 0xFF)), payload.length) : payload;
    }

    boolean hasHeader() {
        return (esmClass & SmppConstants.ESM_CLASS_UDHI_MASK) != 0 && payload().length > 0;
    }

    BaseSm<?> toDeliver() {
        return fill(dataSm ? new DataSm() : new DeliverSm());
    }

    SubmitSm toSubmit() {
        return fill(new SubmitSm());
    }

    private <P extends BaseSm<?>> P fill(P pdu) {
        pdu.setSourceAddress(source);
        pdu.setDestAddress(destination);
        pdu.setEsmClass((byte) esmClass);
        pdu.setProtocolId((byte) protocolId);
        pdu.setDataCoding((byte) dataCoding);
        pdu.setRegisteredDelivery((byte) registeredDelivery);
        tlvs.forEach(pdu::addOptionalParameter);
        try {
            pdu.setShortMessage(octets);
        } catch (SmppInvalidArgumentException tooLong) {
            throw new IllegalArgumentException("short_message holds 254 octets; use inMessagePayload()", tooLong);
        }
        return pdu;
    }

    private static byte[] toOctets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }
}
