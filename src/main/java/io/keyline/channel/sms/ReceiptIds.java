package io.keyline.channel.sms;

import java.math.BigInteger;
import java.util.Locale;

/**
 * Makes the id of a submit response and that of its receipt comparable. Some providers answer in hexadecimal and report in decimal, or the
 * reverse; all are free to change case and leading zeros.
 */
public enum ReceiptIds {
    /** Both in the same notation. */
    AS_SENT(0, 0),
    /** The response is hexadecimal, the receipt decimal. */
    HEX_TO_DECIMAL(16, 10),
    /** The response is decimal, the receipt hexadecimal. */
    DECIMAL_TO_HEX(10, 16);

    private final int responseRadix;
    private final int receiptRadix;

    ReceiptIds(int responseRadix, int receiptRadix) {
        this.responseRadix = responseRadix;
        this.receiptRadix = receiptRadix;
    }

    /** The id of a submit response as {@link #ofReceipt} gives it; one that is no number in the expected notation is only normalised. */
    public String ofResponse(String id) {
        String normal = normalised(id);
        if (!isNumber(normal, responseRadix)) {
            return normal;
        }
        return new BigInteger(normal, responseRadix).toString(receiptRadix);
    }

    /** The id of a receipt in lower case, without leading zeros and surrounding blanks. */
    public String ofReceipt(String id) {
        return normalised(id);
    }

    private static String normalised(String id) {
        String folded = id.trim().toLowerCase(Locale.ROOT);
        int zeros = 0;
        while (zeros < folded.length() - 1 && folded.charAt(zeros) == '0') {
            zeros++;
        }
        return folded.substring(zeros);
    }

    private static boolean isNumber(String id, int radix) {
        if (radix == 0 || id.isEmpty()) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) > 'f' || Character.digit(id.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
