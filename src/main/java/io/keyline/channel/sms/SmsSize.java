package io.keyline.channel.sms;

/**
 * How much of a short message a text takes, as it would go out.
 *
 * @param gsm    whether it goes out in GSM 03.38; else in UCS-2
 * @param length septets of GSM 03.38 or code units of UCS-2
 * @param parts  short messages
 */
public record SmsSize(boolean gsm, int length, int parts) {

    /** @throws IllegalArgumentException when the text needs more than 255 parts, the most that can be joined */
    public static SmsSize of(String text) {
        SmsText encoded = SmsText.encode(text);
        int octets = encoded.parts().stream().mapToInt(part -> part.length).sum();
        boolean gsm = encoded.alphabet() == Alphabet.GSM7;
        return new SmsSize(gsm, gsm ? octets : octets / 2, encoded.parts().size());
    }
}
