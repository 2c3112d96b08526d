package io.keyline.channel.sms;

/** The two alphabets in which texts go out, with their data_coding (SMPP 3.4, 5.2.19). */
enum Alphabet {
    /** GSM 03.38, the default alphabet of the SMSC; a unit is a septet, in one octet. */
    GSM7(0),
    /** UTF-16, big endian; a unit is two octets. */
    UCS2(8);

    private final byte dataCoding;

    Alphabet(int dataCoding) {
        this.dataCoding = (byte) dataCoding;
    }

    byte dataCoding() {
        return dataCoding;
    }
}
