package io.keyline.channel.voice;

import io.keyline.language.TelephoneNumber;
import java.util.Set;

/** Numbers as calls carry them: E.164, {@code tel:} (RFC 3966), {@code sip:} (RFC 3261). */
final class CallNumber {

    /** What Twilio gives for numbers that are withheld or unknown: the words on the keys of a telephone. */
    private static final Set<String> WITHHELD = Set.of("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+464");
    private static final int LONGEST = 40;

    private CallNumber() {
    }

    /** The caller's number as E.164; empty if it is withheld or none. */
    static String customer(String came, String region) {
        String bare = bare(came);
        if (bare.isEmpty() || bare.length() > LONGEST || WITHHELD.contains(bare)) {
            return "";
        }
        return TelephoneNumber.possible(bare, region).orElse("");
    }

    /** The number that was called: E.164, or as it came if it is a short one. */
    static String company(String came, String region) {
        String number = customer(came, region);
        return number.isEmpty() ? bare(came).replaceAll("[^0-9+]", "") : number;
    }

    /** Without scheme, host and parameters. Letters are no number, though the keys of a telephone have them. */
    private static String bare(String came) {
        String user = came.strip().replaceFirst("^(?i:tel|sips?):", "").split("[@;]", 2)[0];
        return user.matches("\\+?[0-9 ().-]{1,40}") ? user : "";
    }
}
