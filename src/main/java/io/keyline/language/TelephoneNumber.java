package io.keyline.language;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Telephone numbers as people and networks write them, in the form in which the hub knows customers by them: E.164 with a plus. */
public final class TelephoneNumber {

    private TelephoneNumber() {
    }

    /**
     * A number that is in use in its country.
     *
     * @param written with whatever stands between the digits. Who does not want letters, or a number in the middle of a sentence, looks first
     * @param region  the country of numbers without one, ISO 3166, for example DK; null or empty if there is none
     */
    public static Optional<String> valid(String written, String region) {
        return read(written, region, PhoneNumberUtil::isValidNumber);
    }

    /** As {@link #valid}, of a number that has as many digits as those of its country: number plans grow faster than what is known of them. */
    public static Optional<String> possible(String written, String region) {
        return read(written, region, PhoneNumberUtil::isPossibleNumber);
    }

    private static Optional<String> read(String written, String region, BiPredicate<PhoneNumberUtil, PhoneNumber> good) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = phones.parse(written, region);
            return good.test(phones, number) ? Optional.of(phones.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException noNumber) {
            return Optional.empty();
        }
    }
}
