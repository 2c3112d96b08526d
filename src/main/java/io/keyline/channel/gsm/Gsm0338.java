package io.keyline.channel.gsm;

import java.util.Arrays;

/** The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1) as SMPP carries it: unpacked, one septet an octet. */
public final class Gsm0338 {

    public static final byte ESC = SeptetTable.ESC;

    private static final char UNKNOWN = '\uFFFD';
    private static final short MISSING = -1;

    /** By character, up to the euro sign, which is the highest: its septet, or ESC << 8 and the septet of the extension table. */
    private static final short[] SEPTETS = septetsByCharacter();

    private Gsm0338() {
    }

    /** One octet a septet, or null when a character is not in the alphabet. */
    public static byte[] encode(String text) {
        int length = text.length();
        byte[] octets = new byte[2 * length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            int septets = septetsOf(text.charAt(i));
            if (septets == MISSING) {
                return null;
            }
            if (septets > 0x7F) {
                octets[size++] = ESC;
            }
            octets[size++] = (byte) (septets & 0x7F);
        }
        return Arrays.copyOf(octets, size);
    }

    /** How many septets the text takes, or -1 when a character is not in the alphabet. */
    public static int septets(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int septets = septetsOf(text.charAt(i));
            if (septets == MISSING) {
                return -1;
            }
            count += septets > 0x7F ? 2 : 1;
        }
        return count;
    }

    /**
     * Never fails. A code without a character is a space, in a single shift table the character of the locking table (6.2.1.2.2); an octet
     * above 0x7F is no septet and becomes U+FFFD; an ESC at the end has nothing to say.
     *
     * @param lockingShift national language identifier of information element 0x25, 0 for none
     * @param singleShift  national language identifier of information element 0x24, 0 for none
     */
    public static String decode(byte[] bytes, int lockingShift, int singleShift) {
        char[] locking = NationalLanguage.of(lockingShift).locking;
        char[] single = NationalLanguage.of(singleShift).single;
        char[] text = new char[bytes.length];
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte septet = bytes[i];
            if (septet != ESC) {
                text[size++] = character(septet, locking);
            } else if (++i < bytes.length) {
                text[size++] = shifted(bytes[i], single, locking);
            }
        }
        return new String(text, 0, size);
    }

    private static char shifted(byte septet, char[] single, char[] locking) {
        // ESC ESC is reserved for one more table
        if (septet == ESC) {
            return ' ';
        }
        if (septet >= 0 && single[septet] != SeptetTable.NONE) {
            return single[septet];
        }
        return character(septet, locking);
    }

    private static char character(byte septet, char[] locking) {
        if (septet < 0) {
            return UNKNOWN;
        }
        return locking[septet] == SeptetTable.NONE ? ' ' : locking[septet];
    }

    private static int septetsOf(char character) {
        return character < SEPTETS.length ? SEPTETS[character] : MISSING;
    }

    private static short[] septetsByCharacter() {
        short[] septets = new short['€' + 1];
        Arrays.fill(septets, MISSING);
        char[] alphabet = NationalLanguage.DEFAULT.locking;
        char[] extension = NationalLanguage.DEFAULT.single;
        for (int septet = 0; septet < 128; septet++) {
            if (septet != ESC) {
                septets[alphabet[septet]] = (short) septet;
            }
            if (extension[septet] != SeptetTable.NONE) {
                septets[extension[septet]] = (short) (ESC << 8 | septet);
            }
        }
        return septets;
    }
}
