package io.keyline.channel.sms;

import io.keyline.language.TelephoneNumber;
import java.util.regex.Pattern;

/**
 * The sender of an inbound short message.
 *
 * @param value      E.164 with a leading plus where it could be made so, else as it came
 * @param answerable whether a reply can reach it
 */
public record SmsAddress(String value, boolean answerable) {

    private static final int INTERNATIONAL = 1;
    private static final int ALPHANUMERIC = 5;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    /** E.164 allows 15 digits; what is shorter than 7 is a short code. */
    private static final int FEWEST = 7;
    private static final int MOST = 15;
    /** From here on a number without any hint is taken to have its country code. */
    private static final int SURELY_INTERNATIONAL = 10;

    /**
     * @param typeOfNumber  SMPP 3.4, 5.2.5
     * @param address       as it came; may be null
     * @param defaultRegion the region of national numbers, ISO 3166, for example DK; may be null
     */
    public static SmsAddress of(int typeOfNumber, String address, String defaultRegion) {
        String came = address == null ? "" : address.trim();
        boolean plus = came.startsWith("+");
        String digits = plus ? came.substring(1) : came;
        if (typeOfNumber == ALPHANUMERIC || !DIGITS.matcher(digits).matches()) {
            return new SmsAddress(came, false);
        }
        if (plus || typeOfNumber == INTERNATIONAL) {
            return international(came, digits);
        }
        if (digits.startsWith("00")) {
            return international(came, digits.substring(2));
        }
        return defaultRegion == null ? guessed(came, digits) : inRegion(came, digits, defaultRegion);
    }

    private static SmsAddress international(String came, String digits) {
        String number = digits.startsWith("00") ? digits.substring(2) : digits;
        boolean plausible = hasPlausibleLength(number) && number.charAt(0) != '0';
        return plausible ? new SmsAddress("+" + number, true) : new SmsAddress(came, false);
    }

    private static SmsAddress guessed(String came, String digits) {
        if (digits.length() >= SURELY_INTERNATIONAL && digits.charAt(0) != '0') {
            return international(came, digits);
        }
        return new SmsAddress(came, hasPlausibleLength(digits));
    }

    private static SmsAddress inRegion(String came, String digits, String region) {
        return TelephoneNumber.valid(digits, region).or(() -> TelephoneNumber.valid("+" + digits, region))
                .map(e164 -> new SmsAddress(e164, true)).orElseGet(() -> guessed(came, digits));
    }

    private static boolean hasPlausibleLength(String digits) {
        return digits.length() >= FEWEST && digits.length() <= MOST;
    }
}
