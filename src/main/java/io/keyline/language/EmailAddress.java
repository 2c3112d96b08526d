package io.keyline.language;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** E-mail addresses as keys: what is the same to everybody's mailbox is the same text. */
public final class EmailAddress {

    private EmailAddress() {
    }

    /**
     * An address in small letters, its domain in ASCII (RFC 5890). Empty if it is none: quoted local parts, address literals and domains
     * without a dot are none here.
     */
    public static Optional<String> canonical(String text) {
        return AddressAnswer.email(text).map(address -> address.substring(0, address.indexOf('@') + 1).toLowerCase(Locale.ROOT)
                + IDN.toASCII(domain(address)).toLowerCase(Locale.ROOT));
    }

    /** What comes after the @. */
    public static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
