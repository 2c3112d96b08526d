package io.keyline.language;

import com.ibm.icu.util.Currency;
import com.ibm.icu.util.ULocale;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads a customer's text as the answer to a question. Nothing is guessed: what could mean two things is not understood, and the
 * question is asked again. No text makes it throw, and the work grows with the length of the text alone. Safe for any number of
 * threads.
 *
 * <p>Words that opt out are not looked for here: consent reads a message before a question does.
 */
public final class AnswerReader {

    /** UTF-16 units; all but {@link Expected.Kind#TEXT} is far shorter, also with a polite word and a smile. */
    private static final int LONGEST = 500;

    private final String region;
    private final Currency currency;

    /**
     * @param region   of phone numbers without country code, and of dates in a language that several countries share (ISO 3166);
     *                 may be null
     * @param currency of amounts (ISO 4217); without it, null, amounts are written without currency and with at most two decimals
     * @throws IllegalArgumentException if there is no such currency
     */
    public AnswerReader(String region, String currency) {
        if (currency != null && !Currency.isAvailable(currency, null, null)) {
            throw new IllegalArgumentException("currency " + currency + " is none of ISO 4217: write one such as EUR");
        }
        this.region = region;
        this.currency = currency == null ? null : Currency.getInstance(currency);
    }

    /**
     * The value that the text stands for, by {@link Expected#kind()}:
     * <ul>
     * <li>CHOICE: the name of the choice (String)
     * <li>TEXT: the text without control characters, at most 1,000 code points (String)
     * <li>NUMBER: Long if it is whole, else BigDecimal
     * <li>AMOUNT: BigDecimal, not negative
     * <li>DATE: ISO 8601, {@code 2026-12-01} (String)
     * <li>PHONE: E.164 with the plus (String)
     * <li>EMAIL: the address (String)
     * <li>PIN: 4 to 12 ASCII digits (String). The caller must not let it reach a log, nor the {@code toString} of a record.
     * </ul>
     *
     * @param language of the customer (BCP 47), or null if it is not known
     * @param today    where the customer is: {@code tomorrow} and dates without a year count from it
     * @return empty if the text is no answer
     */
    public Optional<Object> read(Expected expected, String text, String language, LocalDate today) {
        if (expected.kind() == Expected.Kind.TEXT) {
            return TextAnswer.text(text).map(Object.class::cast);
        }
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        ULocale locale = ULocale.forLanguageTag(language == null ? "" : language);
        Optional<?> value = switch (expected.kind()) {
            case CHOICE -> ChoiceAnswer.read(expected.choices(), text);
            case NUMBER -> NumberAnswer.number(text, locale);
            case AMOUNT -> NumberAnswer.amount(text, locale, currency);
            case DATE -> DateAnswer.read(text, locale, region, today).map(LocalDate::toString);
            case PHONE -> AddressAnswer.phone(text, region);
            case EMAIL -> AddressAnswer.email(text);
            case PIN -> TextAnswer.pin(text);
            case TEXT -> throw new AssertionError("read above");
        };
        return value.map(Object.class::cast);
    }
}
