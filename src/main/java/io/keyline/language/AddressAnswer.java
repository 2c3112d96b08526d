package io.keyline.language;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a customer can be reached: phone numbers and e-mail addresses. */
public final class AddressAnswer {

    /** No letters: libphonenumber would dial {@code 1-800-FLOWERS}, and find a number in the middle of a sentence. */
    private static final Pattern PHONE = Pattern.compile("\\(?\\+?[0-9 ()./-]{5,40}");

    private static final int LONGEST_EMAIL = 254;
    private static final Pattern LOCAL = Pattern.compile("(?=.{1,64}$)[A-Za-z0-9_+'-]+(\\.[A-Za-z0-9_+'-]+)*");
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    /** UTS 46 would take signs such as € and ♥. */
    private static final Pattern SHOWN_DOMAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}.-]+");
    private static final Pattern AROUND_EMAIL = Pattern.compile("^[<(\"']|[>)\"'.,;!]$");
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private AddressAnswer() {
    }

    /**
     * A telephone number or an e-mail address, in the form in which the hub knows customers by it.
     *
     * @param region ISO 3166, of numbers without a country
     */
    public static Optional<String> any(String text, String region) {
        return EmailAddress.canonical(text).or(() -> phone(text, region));
    }

    /** @return E.164, for a number that is in use in its country */
    static Optional<String> phone(String text, String region) {
        String written = Plain.signs(text);
        return PHONE.matcher(written).matches() ? TelephoneNumber.valid(written, region) : Optional.empty();
    }

    /**
     * A plain address: RFC 5321, section 4.1.2, without quoted strings, address literals and the signs that only attackers use.
     * A domain may be an internationalised one (UTS 46).
     */
    static Optional<String> email(String text) {
        String address = AROUND_EMAIL.matcher(Plain.signs(text)).replaceAll("");
        int at = address.indexOf('@');
        if (address.length() > LONGEST_EMAIL || at < 0 || !LOCAL.matcher(address.substring(0, at)).matches()) {
            return Optional.empty();
        }
        IDNA.Info checked = new IDNA.Info();
        String ascii = DOMAINS.nameToASCII(address.substring(at + 1), new StringBuilder(), checked).toString().toLowerCase(Locale.ROOT);
        boolean plain = !checked.hasErrors() && at + 1 + ascii.length() <= LONGEST_EMAIL && DOMAIN.matcher(ascii).matches();
        if (!plain) {
            return Optional.empty();
        }
        StringBuilder domain = DOMAINS.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info());
        return SHOWN_DOMAIN.matcher(domain).matches() ? Optional.of(address.substring(0, at + 1) + domain) : Optional.empty();
    }
}
