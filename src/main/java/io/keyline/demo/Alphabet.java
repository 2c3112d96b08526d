package io.keyline.demo;

import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.commons.charset.GSMCharset;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the characters of a short message are written (3GPP TS 23.038); unpacked, as they travel over SMPP. */
public enum Alphabet {

    GSM("GSM 03.38", "septet", 0x00),
    UCS2("UCS-2", "character", 0x08),
    LATIN1("Latin-1", "octet", 0x03),
    BINARY("8-bit data", "octet", 0x04);

    private static final int OCTETS = 140;

    private final String title;
    private final String unit;
    private final int dataCoding;

    Alphabet(String title, String unit, int dataCoding) {
        this.title = title;
        this.unit = unit;
        this.dataCoding = dataCoding;
    }

    /** The alphabet of an SMPP data_coding (SMPP 3.4, 5.2.19; the groups of TS 23.038 section 4 too). */
    static Alphabet of(int dataCoding) {
        int coding = dataCoding & 0xFF;
        if (coding == 0x08 || (coding & 0xDC) == 0x18 || (coding & 0xF0) == 0xE0) {
            return UCS2;
        }
        if (coding == 0x01 || coding == 0x03) {
            return LATIN1;
        }
        if (coding == 0x02 || coding == 0x04 || (coding & 0xF4) == 0xF4) {
            return BINARY;
        }
        return GSM;
    }

    static Alphabet cheapest(String text) {
        return GSMCharset.canRepresent(text) ? GSM : UCS2;
    }

    int dataCoding() {
        return dataCoding;
    }

    byte[] encode(String text) {
        return this == GSM ? CharsetUtil.encode(text, CharsetUtil.CHARSET_GSM) : text.getBytes(charset());
    }

    /** Half a surrogate pair becomes U+FFFD, as it shows on a telephone. */
    String decode(byte[] octets) {
        return this == GSM ? CharsetUtil.decode(octets, CharsetUtil.CHARSET_GSM) : new String(octets, charset());
    }

    /** Septets, UTF-16 units or octets, whatever this alphabet is counted in. */
    int units(int octets) {
        return this == UCS2 ? octets / 2 : octets;
    }

    /** How many units a part holds beside a user data header of so many octets; 160 or 70 when it is 0. */
    int capacity(int headerOctets) {
        int octets = OCTETS - headerOctets;
        return this == GSM ? octets * 8 / 7 : units(octets);
    }

    /** For people: {@code GSM 03.38, 35 septets}. */
    String count(int units) {
        return title + ", " + units + " " + unit + (units == 1 ? "" : "s");
    }

    private Charset charset() {
        return this == UCS2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
    }
}
