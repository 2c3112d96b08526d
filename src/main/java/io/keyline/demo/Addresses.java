package io.keyline.demo;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.type.Address;

/** Addresses as people write them ({@code +4520123456}, {@code 1234}, {@code Keyline}) and as SMPP 3.4, 5.2.5 carries them. */
final class Addresses {

    private static final int SHORTEST_NUMBER = 7;

    private Addresses() {
    }

    static Address of(String text) {
        if (text.startsWith("+")) {
            return new Address(SmppConstants.TON_INTERNATIONAL, SmppConstants.NPI_E164, text.substring(1));
        }
        if (isDigits(text)) {
            return new Address(SmppConstants.TON_NETWORK, SmppConstants.NPI_UNKNOWN, text);
        }
        return new Address(SmppConstants.TON_ALPHANUMERIC, SmppConstants.NPI_UNKNOWN, text);
    }

    /** An international number gets its plus, whether the peer wrote it, left it out or marked the type only. */
    static String text(Address address) {
        if (address == null || address.getAddress() == null) {
            return "";
        }
        String digits = address.getAddress();
        boolean mayBeInternational = address.getTon() == SmppConstants.TON_INTERNATIONAL || address.getTon() == SmppConstants.TON_UNKNOWN;
        return mayBeInternational && isDigits(digits) && digits.length() >= SHORTEST_NUMBER ? "+" + digits : digits;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
