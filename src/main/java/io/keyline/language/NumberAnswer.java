package io.keyline.language;

import com.ibm.icu.util.Currency;
import com.ibm.icu.util.ULocale;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number or an amount of money with what stands around it: a sign, the currency, the dash of {@code 100,-}. */
final class NumberAnswer {

    /** Possessive and disjoint, so that no text is tried twice. */
    private static final Pattern FORM = Pattern.compile("([^0-9]*+)([0-9][0-9.,٫٬'’ ]*+)([^0-9]*+)");
    private static final Pattern LEADING_POINT = Pattern.compile("(.*[^\\p{L}]|)([.,٫])");
    /** {@code USD.50} is 50 cents or 50 dollars; {@code kr.50} is 50, since kr. ends in a point. */
    private static final Pattern CODE_AND_POINT = Pattern.compile("[A-Z]{3}[.,]");
    private static final Pattern TRAILING_SIGNS = Pattern.compile("[.,٫٬'’ ]++$");
    /** {@code 100,-} has a decimal comma and no cents; {@code 100:-} (Sweden) and {@code 100/-} (India, Kenya) are whole too. */
    private static final Pattern COMMA_DASH = Pattern.compile("(?<=[0-9])(?<comma>[.,])[-–—]{1,2}(?![0-9])");
    private static final Pattern WHOLE_DASH = Pattern.compile("(?<=[0-9])[:/][-–—=](?![0-9])");

    private static final Pattern MARKS_BEFORE = Pattern.compile("[\"'«“„+]?");
    private static final Pattern MARKS_AFTER = Pattern.compile("[\"'»”“.,;!]{0,3}");
    private static final Pattern NEGATIVE = Pattern.compile("[-−–—(]");
    private static final Pattern MINUS = Pattern.compile("[-−–]");

    private static final int DECIMALS_OF_NUMBER = 6;
    private static final int DECIMALS_OF_AMOUNT = 2;

    /** @param before and after: what stands around the number as it is written */
    private record Parts(String before, String number, String after) {
    }

    private NumberAnswer() {
    }

    /** @return Long if it is whole, else BigDecimal */
    static Optional<Object> number(String text, ULocale locale) {
        Parts parts = parts(Plain.signs(text));
        if (parts == null || !MARKS_AFTER.matcher(parts.after).matches()) {
            return Optional.empty();
        }
        boolean negative = MINUS.matcher(parts.before).matches();
        if (!negative && !MARKS_BEFORE.matcher(parts.before).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new WrittenNumber(locale, DECIMALS_OF_NUMBER).read(parts.number);
        if (value == null) {
            return Optional.empty();
        }
        BigDecimal signed = negative ? value.negate() : value;
        boolean whole = signed.stripTrailingZeros().scale() <= 0;
        return Optional.of(whole ? (Object) signed.longValueExact() : signed);
    }

    /** @param currency whose signs and words may stand before or after; null: none may */
    static Optional<BigDecimal> amount(String text, ULocale locale, Currency currency) {
        String cents = COMMA_DASH.matcher(Plain.signs(text)).replaceAll("${comma}00 ");
        Parts parts = parts(WHOLE_DASH.matcher(cents).replaceAll(" "));
        if (parts == null || NEGATIVE.matcher(parts.before).find() || NEGATIVE.matcher(parts.after).find()) {
            return Optional.empty();
        }
        CurrencyWords words = new CurrencyWords(currency, locale);
        boolean plainBefore = MARKS_BEFORE.matcher(parts.before).matches() || words.has(parts.before);
        boolean plainAfter = MARKS_AFTER.matcher(parts.after).matches() || words.has(parts.after);
        if (!plainBefore || !plainAfter) {
            return Optional.empty();
        }
        int decimals = currency == null ? DECIMALS_OF_AMOUNT : currency.getDefaultFractionDigits();
        return Optional.ofNullable(new WrittenNumber(locale, decimals).read(parts.number));
    }

    /** Null if there is not exactly one number. */
    private static Parts parts(String plain) {
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) {
            return null;
        }
        String before = form.group(1);
        if (CODE_AND_POINT.matcher(before).matches()) {
            return null;
        }
        String number = form.group(2);
        Matcher point = LEADING_POINT.matcher(before);
        if (point.matches()) {
            before = point.group(1);
            number = "0" + point.group(2) + number;
        }
        return new Parts(before.strip(), TRAILING_SIGNS.matcher(number).replaceFirst(""), form.group(3).strip());
    }
}
