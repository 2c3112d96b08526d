package io.keyline.channel.sms;

/**
 * The user data header of a short message (3GPP TS 23.040, 9.2.3.24).
 *
 * @param reference    joins the parts of a text; null when the message is not a part
 * @param total        how many parts; 0 when not a part
 * @param number       which of them, from 1; 0 when not a part
 * @param wide         whether the reference has 16 bits; 8-bit and 16-bit references never meet
 * @param lockingShift national language of the alphabet, 0 for none
 * @param singleShift  national language of the extension table, 0 for none
 * @param length       octets that the header takes in the user data, its length octet included
 */
record Udh(Integer reference, int total, int number, boolean wide, int lockingShift, int singleShift, int length) {

    private static final int CONCATENATION_8 = 0x00;
    private static final int CONCATENATION_16 = 0x08;
    private static final int SINGLE_SHIFT = 0x24;
    private static final int LOCKING_SHIFT = 0x25;

    /** No header, or rubbish that is better read as text. */
    private static final Udh NONE = new Udh(null, 0, 0, false, 0, 0, 0);

    /**
     * Reads the header at the start of user data whose esm_class says that there is one (0x40). Never fails: unknown and broken elements are
     * skipped, and a header longer than the data is none, so that nothing of the text is lost.
     */
    static Udh parse(byte[] userData) {
        if (userData.length == 0) {
            return NONE;
        }
        int length = 1 + (userData[0] & 0xFF);
        if (length > userData.length) {
            return NONE;
        }
        Udh udh = NONE.withLength(length);
        int at = 1;
        while (at + 2 <= length) {
            int element = userData[at] & 0xFF;
            int size = userData[at + 1] & 0xFF;
            int value = at + 2;
            at = value + size;
            if (at <= length) {
                udh = udh.with(element, userData, value, size);
            }
        }
        return udh;
    }

    /** The header of 7 octets that marks a part, with a 16-bit reference. */
    static byte[] concatenation(int reference16, int total, int number) {
        return new byte[] { 6, CONCATENATION_16, 4, (byte) (reference16 >> 8), (byte) reference16, (byte) total, (byte) number };
    }

    // an element that is there twice counts as it is the last time (9.2.3.24)
    private Udh with(int element, byte[] data, int at, int size) {
        if (element == CONCATENATION_8 && size == 3) {
            return withPart(data[at] & 0xFF, data[at + 1] & 0xFF, data[at + 2] & 0xFF, false);
        }
        if (element == CONCATENATION_16 && size == 4) {
            return withPart((data[at] & 0xFF) << 8 | data[at + 1] & 0xFF, data[at + 2] & 0xFF, data[at + 3] & 0xFF, true);
        }
        if (element == SINGLE_SHIFT && size == 1) {
            return new Udh(reference, total, number, wide, lockingShift, data[at] & 0xFF, length);
        }
        if (element == LOCKING_SHIFT && size == 1) {
            return new Udh(reference, total, number, wide, data[at] & 0xFF, singleShift, length);
        }
        return this;
    }

    // part 0, or part 3 of 2, is to be ignored (9.2.3.24.1)
    private Udh withPart(int reference, int total, int number, boolean wide) {
        if (number == 0 || number > total) {
            return this;
        }
        return new Udh(reference, total, number, wide, lockingShift, singleShift, length);
    }

    private Udh withLength(int length) {
        return new Udh(reference, total, number, wide, lockingShift, singleShift, length);
    }
}
