package io.keyline.channel.email;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our own mail server found out about the sender (RFC 8601). Only the topmost header with its name counts: whatever stands below may
 * have come with the mail.
 */
final class AuthenticationResults {

    private static final int LONGEST = 8_192;
    /** Comments in parentheses, which may hold anything, and text in quotes. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern COMMENT = Pattern.compile("\\((?:[^()\\\\]|\\\\.)*+\\)");
    private static final Pattern DMARC = Pattern.compile("dmarc\\s*(?:/\\s*\\d+)?\\s*=\\s*pass(?:\\s|$)");
    private static final Pattern HEADER_FROM = Pattern.compile("\\sheader\\.from\\s*=\\s*(?:[^\\s@]*@)?([a-z0-9.-]+)(?:\\s|$)");

    private AuthenticationResults() {
    }

    /**
     * Whether DMARC passed for this very domain.
     *
     * @param headers   all Authentication-Results, topmost first; may be null
     * @param authserv  the name by which our server signs; empty: nobody is believed
     * @param domain    of the mail's author, in small letters
     */
    static boolean passes(String[] headers, String authserv, String domain) {
        if (headers == null || authserv.isEmpty()) {
            return false;
        }
        for (String header : headers) {
            String[] results = results(header);
            if (results.length > 0 && results[0].strip().split("\\s+")[0].equals(authserv.toLowerCase(Locale.ROOT))) {
                return passes(results, domain);
            }
        }
        return false;
    }

    private static boolean passes(String[] results, String domain) {
        for (int i = 1; i < results.length; i++) {
            String result = results[i].strip();
            Matcher from = HEADER_FROM.matcher(result);
            if (DMARC.matcher(result).lookingAt() && from.find() && from.group(1).equals(domain)) {
                return true;
            }
        }
        return false;
    }

    private static String[] results(String header) {
        if (header.length() > LONGEST) {
            return new String[0];
        }
        String plain = QUOTED.matcher(header.toLowerCase(Locale.ROOT).replaceAll("[\\r\\n\\t]+", " ")).replaceAll("quoted");
        for (String before = ""; !before.equals(plain);) {
            before = plain;
            plain = COMMENT.matcher(plain).replaceAll(" ");
        }
        return plain.indexOf('(') >= 0 || plain.indexOf(')') >= 0 ? new String[0] : plain.split(";");
    }
}
