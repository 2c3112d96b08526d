package io.keyline.channel.sms;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;

/** One submit_sm of a message: its place, its octets and what joins it to the others. */
record SubmitPart(int number, int total, int reference, byte esmClass, byte dataCoding, byte[] shortMessage, OptionalParameter... tlvs) {

    private static final byte USER_DATA_HEADER = 0x40;

    /** @param reference asked only when there are parts to join */
    static List<SubmitPart> all(SmsText text, Concatenation concatenation, IntSupplier reference) {
        int total = text.parts().size();
        byte dataCoding = text.alphabet().dataCoding();
        if (total == 1) {
            return List.of(new SubmitPart(1, 1, 0, (byte) 0, dataCoding, text.parts().getFirst()));
        }
        if (concatenation == Concatenation.PAYLOAD) {
            var payload = new OptionalParameter.OctetString(Tag.MESSAGE_PAYLOAD.code(), joined(text.parts()));
            return List.of(new SubmitPart(1, 1, 0, (byte) 0, dataCoding, new byte[0], payload));
        }
        int joint = reference.getAsInt();
        List<SubmitPart> parts = new ArrayList<>();
        for (int number = 1; number <= total; number++) {
            byte[] octets = text.parts().get(number - 1);
            parts.add(concatenation == Concatenation.UDH ? withHeader(number, total, joint, dataCoding, octets)
                    : withSar(number, total, joint, dataCoding, octets));
        }
        return parts;
    }

    private static SubmitPart withHeader(int number, int total, int reference, byte dataCoding, byte[] octets) {
        byte[] userData = joined(List.of(Udh.concatenation(reference, total, number), octets));
        return new SubmitPart(number, total, reference, USER_DATA_HEADER, dataCoding, userData);
    }

    private static SubmitPart withSar(int number, int total, int reference, byte dataCoding, byte[] octets) {
        return new SubmitPart(number, total, reference, (byte) 0, dataCoding, octets,
                new OptionalParameter.Short(Tag.SAR_MSG_REF_NUM, (short) reference),
                new OptionalParameter.Byte(Tag.SAR_TOTAL_SEGMENTS, (byte) total),
                new OptionalParameter.Byte(Tag.SAR_SEGMENT_SEQNUM, (byte) number));
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
