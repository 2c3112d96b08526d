package io.keyline.channel.sms;

/**
 * What joining the parts of a text takes away from the 140 octets of each (3GPP TS 23.040, 9.2.3.24.1 and .8). A connection whose SMSC joins
 * by SAR TLVs makes the header itself, so the same room must be left.
 */
enum ConcatenationSpace {
    /** A header of 6 octets: 153 septets, 67 UTF-16 units a part. */
    REFERENCE_8(6),
    /** A header of 7 octets: 152 septets, 66 UTF-16 units a part. */
    REFERENCE_16(7);

    private static final int USER_DATA_OCTETS = 140;

    private final int header;

    ConcatenationSpace(int header) {
        this.header = header;
    }

    /** Octets of {@code SmsText.parts} in a text of one part. */
    static int single(Alphabet alphabet) {
        return room(alphabet, 0);
    }

    /** Octets of {@code SmsText.parts} in each of several parts. */
    int each(Alphabet alphabet) {
        return room(alphabet, header);
    }

    private static int room(Alphabet alphabet, int header) {
        int octets = USER_DATA_OCTETS - header;
        return alphabet == Alphabet.GSM7 ? octets * 8 / 7 : octets & ~1;
    }
}
