package io.keyline.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Set;

/** Which addresses a code may go to: whoever may have codes sent to any number earns by numbers that cost (toll fraud). */
final class Receivers {

    // those that are unknown are not refused: number plans grow faster than what is known of them
    private static final Set<PhoneNumberType> COSTLY = Set.of(PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN,
            PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL, PhoneNumberType.TOLL_FREE);
    private static final int SUBSCRIBER_DIGITS = 4;
    private static final int LONGEST = 254; // RFC 5321, section 4.5.3.1.3

    private final Set<String> countries;

    /** @param countries ISO 3166, of telephone numbers */
    Receivers(Set<String> countries) {
        this.countries = countries;
    }

    boolean mayReceive(String address) {
        return isMail(address) ? address.length() <= LONGEST : isOrdinaryHere(address);
    }

    private boolean isOrdinaryHere(String address) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = phones.parse(address, null);
            return phones.isPossibleNumber(number) && countries.contains(phones.getRegionCodeForNumber(number))
                    && !COSTLY.contains(phones.getNumberType(number));
        } catch (NumberParseException e) {
            return false; // a withheld number, a name
        }
    }

    static boolean isMail(String address) {
        return address.indexOf('@') > 0;
    }

    /** The number without the last digits, by which one exchange's numbers are alike; null for a mail address. */
    static String prefix(String address) {
        return isMail(address) ? null : address.substring(0, Math.max(0, address.length() - SUBSCRIBER_DIGITS));
    }
}
