package io.keyline.channel.sms;

import io.keyline.hub.ReceiptState;
import java.util.Locale;
import java.util.Optional;

/**
 * A delivery receipt (SMPP 3.4, appendix B, which leaves its text to the vendors).
 *
 * @param id    the provider's id of the part, as sent; {@link ReceiptIds} makes it comparable
 * @param error the network's code, as sent; null when there is none
 */
record ReceiptText(String id, ReceiptState state, String error) {

    private static final String SEPARATORS = " \t\r\n;,|";

    /**
     * Reads what is there and forgives the rest: fields in any order and case, absent or odd ones. TLVs win over the text. A state that nobody
     * knows is UNKNOWN. Dates and counts are not read: they differ too much to be believed.
     *
     * @param text                       the receipt's short message; may be null
     * @param receiptedMessageIdTlvOrNull TLV 0x001E
     * @param messageStateTlvOrNull      TLV 0x0427 (5.2.28, where DELIVERED is 2)
     * @return empty when no id can be found
     */
    static Optional<ReceiptText> parse(String text, String receiptedMessageIdTlvOrNull, Integer messageStateTlvOrNull) {
        Fields fields = new Fields(text == null ? "" : text);
        String id = clean(receiptedMessageIdTlvOrNull);
        if (id == null) {
            id = fields.value("id");
        }
        if (id == null) {
            return Optional.empty();
        }
        ReceiptState state = ofTlv(messageStateTlvOrNull);
        if (state == null) {
            state = ofText(fields.value("stat"));
        }
        return Optional.of(new ReceiptText(id, state, fields.value("err")));
    }

    private static ReceiptState ofTlv(Integer messageState) {
        if (messageState == null) {
            return null;
        }
        return switch (messageState) {
            case 1 -> ReceiptState.ENROUTE;
            case 2 -> ReceiptState.DELIVERED;
            case 3 -> ReceiptState.EXPIRED;
            case 4 -> ReceiptState.DELETED;
            case 5 -> ReceiptState.UNDELIVERABLE;
            case 6 -> ReceiptState.ACCEPTED;
            case 7 -> ReceiptState.UNKNOWN;
            case 8 -> ReceiptState.REJECTED;
            default -> null;
        };
    }

    /** By the first letters: DELIVRD, DELIVERED and Delivered are one state. */
    private static ReceiptState ofText(String stat) {
        String state = stat == null ? "" : stat.toUpperCase(Locale.ROOT);
        if (startsWith(state, "DELIV", "DLVRD")) {
            return ReceiptState.DELIVERED;
        }
        if (startsWith(state, "UNDEL", "FAIL")) {
            return ReceiptState.UNDELIVERABLE;
        }
        if (startsWith(state, "EXPIR")) {
            return ReceiptState.EXPIRED;
        }
        if (startsWith(state, "REJ")) {
            return ReceiptState.REJECTED;
        }
        if (startsWith(state, "DELET")) {
            return ReceiptState.DELETED;
        }
        if (startsWith(state, "ACCEP")) {
            return ReceiptState.ACCEPTED;
        }
        if (startsWith(state, "ENROUTE", "EN_ROUTE", "EN-ROUTE", "BUFF")) {
            return ReceiptState.ENROUTE;
        }
        return ReceiptState.UNKNOWN;
    }

    private static boolean startsWith(String state, String... beginnings) {
        for (String beginning : beginnings) {
            if (state.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    // a C-octet string may still carry its final NUL
    private static String clean(String tlv) {
        String value = tlv == null ? "" : tlv.trim();
        return value.isEmpty() ? null : value;
    }

    /** The {@code key:value} pairs of a receipt. */
    private record Fields(String receipt) {

        /** Null when the field is absent or empty. What follows {@code text:} is a customer's and is asked last, and from its end. */
        String value(String key) {
            int text = keyAt("text", 0);
            int at = keyAt(key, 0);
            if (text >= 0 && at > text) {
                at = lastKeyAt(key, at);
            }
            return at < 0 ? null : valueAt(at + key.length() + 1);
        }

        private int lastKeyAt(String key, int first) {
            int last = first;
            for (int at = first; at >= 0; at = keyAt(key, at + 1)) {
                last = at;
            }
            return last;
        }

        private int keyAt(String key, int from) {
            int end = receipt.length() - key.length();
            for (int at = from; at < end; at++) {
                boolean starts = at == 0 || isSeparator(receipt.charAt(at - 1));
                if (starts && receipt.charAt(at + key.length()) == ':' && receipt.regionMatches(true, at, key, 0, key.length())) {
                    return at;
                }
            }
            return -1;
        }

        private String valueAt(int start) {
            // "stat: DELIVRD" has a value, "id: sub:001" has none
            boolean spaced = start < receipt.length() && receipt.charAt(start) == ' ';
            int from = spaced ? start + 1 : start;
            int to = from;
            while (to < receipt.length() && !isSeparator(receipt.charAt(to))) {
                to++;
            }
            String value = receipt.substring(from, to).trim();
            return value.isEmpty() || spaced && isKey(value, to) ? null : value;
        }

        private boolean isKey(String value, int end) {
            boolean twoWords = value.equalsIgnoreCase("submit") || value.equalsIgnoreCase("done");
            return value.indexOf(':') >= 0 || twoWords && receipt.regionMatches(true, end, " date:", 0, 6);
        }

        private static boolean isSeparator(char c) {
            return SEPARATORS.indexOf(c) >= 0;
        }
    }
}
