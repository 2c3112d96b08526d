package io.keyline.channel.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The enhanced status codes of mail servers (RFC 3463), in replies and in reports. */
final class MailStatus {

    private static final Pattern CODE = Pattern.compile("\\b[245]\\.\\d{1,3}\\.\\d{1,3}\\b");
    /**
     * Nobody has the address, for good: no such mailbox, no such domain, no address at all, moved without a new one (RFC 3463, 3.2), and a domain
     * that takes no mail (RFC 7505). What is full, forbidden or too long says nothing of the address.
     */
    private static final Pattern NOBODY = Pattern.compile("5\\.1\\.(1|2|3|6|10)");

    private MailStatus() {
    }

    /** Whether a code says that nobody has the address. @param code may be null */
    static boolean isUnknownAddress(String code) {
        return code != null && NOBODY.matcher(code).matches();
    }

    /** The first one in a server's reply; null if it has none. */
    static String of(String reply) {
        Matcher code = CODE.matcher(reply == null ? "" : reply);
        return code.find() ? code.group() : null;
    }
}
