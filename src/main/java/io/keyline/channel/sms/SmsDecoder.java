package io.keyline.channel.sms;

import io.keyline.channel.gsm.Gsm0338;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** From the octets of an inbound short message to its text, by data_coding (SMPP 3.4, 5.2.19; from 0x10 3GPP TS 23.038, section 4). */
final class SmsDecoder {

    private static final char UNKNOWN = '\uFFFD';
    private static final byte ESC = 0x1B;

    private static final Charset CYRILLIC = charset("ISO-8859-5");
    private static final Charset HEBREW = charset("ISO-8859-8");
    private static final Charset SHIFT_JIS = charset("Shift_JIS");
    private static final Charset ISO_2022_JP = charset("ISO-2022-JP");
    private static final Charset EUC_JP = charset("EUC-JP");
    private static final Charset KOREAN = charset("x-windows-949");

    private SmsDecoder() {
    }

    /**
     * Never fails. What cannot be read becomes U+FFFD, and so does U+0000, which PostgreSQL refuses. A lone half of a surrogate pair stays as
     * it is: the other half may be in the next part.
     *
     * @param octetsWithoutUdh septets unpacked, one an octet
     * @param udhOrNull        for its national languages
     * @param defaultAlphabet  the charset in which this connection sends data_coding 0; null for GSM 03.38
     */
    static String decode(int dataCoding, byte[] octetsWithoutUdh, Udh udhOrNull, Charset defaultAlphabet) {
        int coding = dataCoding & 0xFF;
        String text = switch (coding) {
            case 0x02, 0x03, 0x04, 0x09 -> latin1(octetsWithoutUdh);
            // IA5; octets above 0x7F are none, but Latin-1 is what they turn out to be
            case 0x01 -> latin1(octetsWithoutUdh);
            case 0x05 -> new String(octetsWithoutUdh, hasEscape(octetsWithoutUdh) ? ISO_2022_JP : SHIFT_JIS);
            case 0x06 -> new String(octetsWithoutUdh, CYRILLIC);
            case 0x07 -> new String(octetsWithoutUdh, HEBREW);
            case 0x08 -> ucs2(octetsWithoutUdh);
            case 0x0A -> new String(octetsWithoutUdh, ISO_2022_JP);
            case 0x0D -> new String(octetsWithoutUdh, EUC_JP);
            case 0x0E -> new String(octetsWithoutUdh, KOREAN);
            default -> switch (alphabetOfGroup(coding)) {
                case UCS2 -> ucs2(octetsWithoutUdh);
                case EIGHT_BIT -> latin1(octetsWithoutUdh);
                case DEFAULT -> inDefault(octetsWithoutUdh, udhOrNull, defaultAlphabet);
            };
        };
        return text.replace('\0', UNKNOWN);
    }

    private enum Group {
        DEFAULT, EIGHT_BIT, UCS2
    }

    private static Group alphabetOfGroup(int coding) {
        // general data coding and automatic deletion: bits 3 and 2; 0x09 to 0x0F mean what SMPP says
        if (coding >= 0x10 && coding < 0x80) {
            return switch (coding >> 2 & 3) {
                case 1 -> Group.EIGHT_BIT;
                case 2 -> Group.UCS2;
                default -> Group.DEFAULT;
            };
        }
        return switch (coding & 0xF0) {
            case 0xE0 -> Group.UCS2;
            case 0xF0 -> (coding & 0x04) != 0 ? Group.EIGHT_BIT : Group.DEFAULT;
            default -> Group.DEFAULT;
        };
    }

    private static String inDefault(byte[] octets, Udh udh, Charset defaultAlphabet) {
        int locking = udh == null ? 0 : udh.lockingShift();
        int single = udh == null ? 0 : udh.singleShift();
        // shift tables have a meaning in GSM 03.38 only, whatever the connection is set to
        if (defaultAlphabet == null || locking != 0 || single != 0) {
            return Gsm0338.decode(octets, locking, single);
        }
        return new String(octets, defaultAlphabet);
    }

    // not a charset: it would replace lone surrogates
    private static String ucs2(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length / 2 + 1);
        for (int i = 0; i + 1 < octets.length; i += 2) {
            text.append((char) ((octets[i] & 0xFF) << 8 | octets[i + 1] & 0xFF));
        }
        if (octets.length % 2 == 1) {
            text.append(UNKNOWN);
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == '\uFEFF';
        return marked ? text.substring(1) : text.toString();
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static boolean hasEscape(byte[] octets) {
        for (byte octet : octets) {
            if (octet == ESC) {
                return true;
            }
        }
        return false;
    }

    // the East Asian ones are in the module jdk.charsets, which a trimmed runtime may lack
    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }
}
