package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyline.language.Expected.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Numbers and amounts are read as people write them in their language, and refused where they could mean two things")
class NumberAnswerTest {

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            da | 99,50               | 99.50
            da | 99.50               | 99.50
            da | 1.000               | 1000
            da | 1.000,50            | 1000.50
            da | 1,000.50            | 1000.50
            da | 1.000.000           | 1000000
            da | 1 000,50            | 1000.50
            da | 0,500               | 0.50
            da | 1234,500            | 1234.50
            da | 100,-               | 100
            da | 100,- kr.           | 100
            da | 1.000,-             | 1000
            da | '100,00 kr.'        | 100
            da | kr. 100             | 100
            da | kr.100              | 100
            da | kr100               | 100
            da | 100kr               | 100
            da | DKK 100             | 100
            da | 100 dkk             | 100
            da | 100 kroner          | 100
            da | 100 danske kroner   | 100
            da | en 100              |
            da | 1,000               |
            da | 1,000,50            |
            da | 10.00.000           |
            da | 99,505              |
            da | 99.505              | 99505
            da | € 100               |
            da | 100 SEK             |
            da | 100 svenske kroner  |
            da | -100                |
            da | 100-                |
            da | kr -100             |
            da | (100)               |
            da | 100 eller 200       |
            da | 1e3                 |
            da | 1 2 3               |
            da | 1 000.000           | 1000
            da | 1.000 000           |
            da | 1.000 kr.           | 1000
            da | 1.000,00 DKK.       | 1000
            da | 100, 50             |
            da | ½                   |
            da | 10²                 |
            en | 1,000               | 1000
            en | 1.000               |
            en | 1,00,000.50         | 100000.50
            en | .50                 | 0.50
            en | DKK.50              |
            en | 100.                | 100
            en | “100”!              | 100
            en | 99.5                | 99.5
            en | 007                 | 7
            en | 100 Danish kroner   | 100
            en | 999999999999.99     | 999999999999.99
            en | 1000000000000       |
            de | 1.000,-             | 1000
            de-CH | 1'000.50         | 1000.50
            de-CH | 1’000            | 1000
            de-CH | 1.000            |
            fr | 1\u202F000,50       | 1000.50
            fr | 1\u00A0000          | 1000
            fr | 1.000               |
            ru | 1 000,50            | 1000.50
            ru | 100 датских крон    | 100
            sv | 100:-               | 100
            zh | １００．５０          | 100.50
            zh | 1,000               | 1000
            zh | 100克朗              | 100
            ar | ١٢٣٫٤٥              | 123.45
            ar | ١٬٠٠٠               | 1000
            ar | \u200F١٠٠\u200F     | 100
            ar | 1,000               | 1000
            hi | १,००,०००             | 100000
            """)
    void amountsOfADanishCompany(String language, String text, BigDecimal amount) {
        assertAmount("DKK", language, text.translateEscapes(), amount);
    }

    @ParameterizedTest(name = "{0} {1}: {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            EUR | da | € 100         | 100
            EUR | da | 100€          | 100
            EUR | en | EUR100        | 100
            EUR | da | 100 kr        |
            USD | en | $.50          | 0.50
            USD | en | 1,000 dollars | 1000
            USD | en | US$ 5         | 5
            GBP | en | £5            | 5
            CNY | zh | 100元         | 100
            CNY | zh | ¥100          | 100
            CNY | zh | ￥１００        | 100
            RUB | ru | 100 руб.      | 100
            RUB | ru | 1 000 рублей  | 1000
            RUB | ru | 100р          | 100
            RUB | ru | 100 ₽         | 100
            JPY | ja | 100円         | 100
            JPY | ja | 100.00        | 100
            JPY | ja | 100.50        |
            KWD | en | 1.250         | 1.250
            KWD | en | 1,250         | 1250
            KWD | ar | ١٫٢٥٠         | 1.250
            INR | hi | 100/-         | 100
            INR | en | Rs.100        | 100
            BRL | pt | R$ 1.000,50   | 1000.50
                | en | 100           | 100
                | en | 100.999       |
                | en | $100          |
            """)
    void amountsOfOtherCompanies(String currency, String language, String text, BigDecimal amount) {
        assertAmount(currency, language, text, amount);
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            da | 12               | 12
            da | 12.              | 12
            da | -5               | -5
            da | −5               | -5
            da | +5               | 5
            da | 3,5              | 3.5
            da | 3.5              | 3.5
            da | 3,0              | 3
            da | 1.000            | 1000
            da | 1,000            |
            da | 12 kr            |
            da | 1 2              |
            da | 5-               |
            da | 1-2              |
            da | 5%               |
            en | 1,000            | 1000
            en | 0.123456         | 0.123456
            en | 0.1234567        |
            fa | ۱۲۳              | 123
            zh | １２             | 12
            bn | ১২               | 12
            ar | ١٢               | 12
            """)
    void numbers(String language, String text, String number) {
        assertThat(reader("DKK").read(Expected.of(Kind.NUMBER), text, language, LocalDate.EPOCH).map(Object::toString))
                .isEqualTo(Optional.ofNullable(number));
    }

    @Test
    void wholeNumbersAreLongAndOthersAreExact() {
        assertThat(reader("DKK").read(Expected.of(Kind.NUMBER), "12", "en", LocalDate.EPOCH)).contains(12L);
        assertThat(reader("DKK").read(Expected.of(Kind.NUMBER), "12.5", "en", LocalDate.EPOCH)).contains(new BigDecimal("12.5"));
    }

    @Test
    void aCurrencyThatDoesNotExistIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerReader("DK", "kr")).withMessageContaining("kr");
    }

    private static void assertAmount(String currency, String language, String text, BigDecimal amount) {
        Optional<Object> read = reader(currency).read(Expected.of(Kind.AMOUNT), text, language, LocalDate.EPOCH);
        assertThat(read.isPresent()).as("%s", read).isEqualTo(amount != null);
        read.ifPresent(value -> assertThat((BigDecimal) value).isEqualByComparingTo(amount));
    }

    private static AnswerReader reader(String currency) {
        return new AnswerReader("DK", currency);
    }
}
