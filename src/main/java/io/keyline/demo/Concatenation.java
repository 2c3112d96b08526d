package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.tlv.Tlv;
import java.util.Optional;

/**
 * Which part of which longer message this is.
 *
 * @param reference the sender's reference of the whole message
 * @param total     how many parts it has
 * @param number    which of them this is, from 1
 */
public record Concatenation(int reference, int total, int number) {

    /** The three ways to write it: TS 23.040, 9.2.3.24.1 and 9.2.3.24.8, and the sar TLVs of SMPP 3.4, 5.3.2.22. */
    public enum Form {
        UDH_8_BIT(6), UDH_16_BIT(7), SAR(6);

        /** SAR parts are as short as those with an 8-bit header: the SMSC writes one before the message goes on the air. */
        final int headerOctets;

        Form(int headerOctets) {
            this.headerOctets = headerOctets;
        }
    }

    private static final int ELEMENT_8_BIT = 0x00;
    private static final int ELEMENT_16_BIT = 0x08;

    static Optional<Concatenation> of(ShortMessage message) {
        Optional<Concatenation> inHeader = message.hasHeader() ? inHeader(message.payload()) : Optional.empty();
        return inHeader.or(() -> inTlvs(message));
    }

    /** Writes this into a message, before its text. */
    ShortMessage writeTo(ShortMessage message, Form form) {
        return switch (form) {
            case UDH_8_BIT -> message.header(ELEMENT_8_BIT, 3, reference, total, number);
            case UDH_16_BIT -> message.header(ELEMENT_16_BIT, 4, reference >> 8, reference, total, number);
            case SAR -> message.tlv(SmppConstants.TAG_SAR_MSG_REF_NUM, reference >> 8, reference)
                    .tlv(SmppConstants.TAG_SAR_TOTAL_SEGMENTS, total)
                    .tlv(SmppConstants.TAG_SAR_SEGMENT_SEQNUM, number);
        };
    }

    private static Optional<Concatenation> inHeader(byte[] payload) {
        int end = Math.min(payload.length, 1 + (payload[0] & 0xFF));
        for (int at = 1; at + 1 < end; at += 2 + octet(payload, at + 1)) {
            int length = octet(payload, at + 1);
            if (at + 2 + length > end) {
                return Optional.empty();
            }
            if (octet(payload, at) == ELEMENT_8_BIT && length == 3) {
                return Optional.of(new Concatenation(octet(payload, at + 2), octet(payload, at + 3), octet(payload, at + 4)));
            }
            if (octet(payload, at) == ELEMENT_16_BIT && length == 4) {
                return Optional.of(new Concatenation(octet(payload, at + 2) << 8 | octet(payload, at + 3), octet(payload, at + 4),
                        octet(payload, at + 5)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Concatenation> inTlvs(ShortMessage message) {
        Optional<Integer> reference = number(message, SmppConstants.TAG_SAR_MSG_REF_NUM);
        Optional<Integer> total = number(message, SmppConstants.TAG_SAR_TOTAL_SEGMENTS);
        Optional<Integer> number = number(message, SmppConstants.TAG_SAR_SEGMENT_SEQNUM);
        if (reference.isEmpty() || total.isEmpty() || number.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Concatenation(reference.get(), total.get(), number.get()));
    }

    private static Optional<Integer> number(ShortMessage message, short tag) {
        return message.tlv(tag).map(Tlv::getValue).map(octets -> {
            int value = 0;
            for (byte octet : octets) {
                value = value << 8 | octet & 0xFF;
            }
            return value;
        });
    }

    private static int octet(byte[] octets, int at) {
        return octets[at] & 0xFF;
    }
}
