package io.keyline.language;

import com.ibm.icu.text.DecimalFormatSymbols;
import com.ibm.icu.util.ULocale;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Digits with their decimal and grouping signs. Which is which:
 * <ol>
 * <li>Space, apostrophe and the Arabic ٬ group; the Arabic ٫ is decimal.
 * <li>Point and comma both: the last one is decimal, the other groups, in every language: {@code 1.000,50} and {@code 1,000.50}.
 * <li>One of them several times groups: {@code 1.000.000}.
 * <li>One of them once is decimal, in every language, where it cannot group: other than three digits follow it, or none, a zero
 * or more than three stand before it, or something else groups already: {@code 99.50}, {@code 0,500}, {@code 1 000.500}.
 * <li>What is left looks like {@code 1.000}. The sign with which the language groups groups (1000 in Danish). The sign that is
 * decimal in the language is read so only where three decimals are expected, as in Kuwait's money; otherwise it could just as
 * well be the foreign thousand, and is refused, as is a sign that the language uses for neither.
 * </ol>
 * Groups have three digits; with commas also two but for the last, as in India: {@code 1,00,000}. At most 12 digits before the
 * decimal sign; zeros beyond the decimals that there may be do not count.
 */
final class WrittenNumber {

    private static final int DIGITS = 12;
    private static final int THREE = 3;
    private static final int NONE = -1;
    private static final int AMBIGUOUS = -2;
    private static final Pattern WHOLE = Pattern.compile("[0-9]+|[0-9]{1,3}([ '’٬.,])[0-9]{3}(\\1[0-9]{3})*|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}");
    private static final Pattern FRACTION = Pattern.compile("[0-9]+");
    private static final Pattern CAN_GROUP = Pattern.compile("[1-9][0-9]{0,2}[.,][0-9]{3}");

    private final char decimal;
    private final char grouping;
    private final int decimals;

    /** @param decimals how many there may be */
    WrittenNumber(ULocale locale, int decimals) {
        // the signs that go with ASCII digits, for languages that have digits of their own
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale.setKeywordValue("numbers", "latn"));
        this.decimal = symbols.getDecimalSeparator();
        this.grouping = symbols.getGroupingSeparator();
        this.decimals = decimals;
    }

    /** @return null if it is no number, or could be two */
    BigDecimal read(String written) {
        int point = decimalSign(written);
        if (point == AMBIGUOUS) {
            return null;
        }
        String whole = point < 0 ? written : written.substring(0, point);
        String fraction = point < 0 ? "0" : written.substring(point + 1);
        if (!WHOLE.matcher(whole).matches() || !FRACTION.matcher(fraction).matches()) {
            return null;
        }
        String digits = whole.replaceAll("[^0-9]|^0+(?=[0-9])", "");
        return digits.length() > DIGITS ? null : trimmed(new BigDecimal(point < 0 ? digits : digits + "." + fraction));
    }

    private int decimalSign(String written) {
        if (written.indexOf('٫') >= 0) {
            return written.indexOf('٫');
        }
        int last = Math.max(written.lastIndexOf('.'), written.lastIndexOf(','));
        if (last < 0) {
            return NONE;
        }
        char sign = written.charAt(last);
        char other = sign == '.' ? ',' : '.';
        if (written.indexOf(other) >= 0) {
            return last;
        }
        if (written.indexOf(sign) < last) {
            return NONE;
        }
        if (!CAN_GROUP.matcher(written).matches()) {
            return last;
        }
        if (sign == grouping) {
            return NONE;
        }
        return sign == decimal && decimals == THREE ? last : AMBIGUOUS;
    }

    private BigDecimal trimmed(BigDecimal value) {
        if (value.scale() <= decimals) {
            return value;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() <= decimals ? shortest.setScale(decimals) : null;
    }
}
