package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.keyline.language.Expected.Choice;
import io.keyline.language.Expected.Kind;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An answer is read as what was asked for, and no text does harm")
class AnswerReaderTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final List<Choice> CHOICES = List.of(new Choice("yes", "Yes", List.of("yes", "y")), new Choice("no", "No", List.of("no", "n")));
    private static final String LANGUAGES = "en da ru zh ar fa hi th ja de-CH x-private";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            20 12 34 56           | +4520123456
            +45 20 12 34 56       | +4520123456
            0045 20123456         | +4520123456
            (+45) 20-12-34-56     | +4520123456
            ٢٠١٢٣٤٥٦              | +4520123456
            ＋４５２０１２３４５６   | +4520123456
            +49 30 901820         | +4930901820
            123                   |
            00 00 00 00           |
            2012345               |
            +45201234567890123    |
            my number is 20123456 |
            1-800-FLOWERS         |
            20123456;ext=1        |
            20123456 30123456     |
            """)
    void phoneNumbers(String text, String number) {
        assertThat(read(Kind.PHONE, text)).isEqualTo(Optional.ofNullable(number));
    }

    @Test
    void withoutRegionAPhoneNumberNeedsItsCountryCode() {
        AnswerReader reader = new AnswerReader(null, null);
        assertThat(reader.read(Expected.of(Kind.PHONE), "20123456", "da", TODAY)).isEmpty();
        assertThat(reader.read(Expected.of(Kind.PHONE), "+4520123456", null, TODAY)).contains("+4520123456");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            anna@example.com                 | anna@example.com
            Anna.B+x@Example.COM             | Anna.B+x@example.com
            <anna@example.com>               | anna@example.com
            anna@example.com.                | anna@example.com
            anna＠example．com                | anna@example.com
            o'brien@example.ie               | o'brien@example.ie
            anna@bücher.de                   | anna@bücher.de
            anna@xn--bcher-kva.de            | anna@bücher.de
            anna@例子.中国                    | anna@例子.中国
            anna                             |
            anna@                            |
            @example.com                     |
            anna@localhost                   |
            anna@@example.com                |
            a@b@example.com                  |
            anna b@example.com               |
            "anna b"@example.com             |
            anna@[127.0.0.1]                 |
            anna@127.0.0.1                   |
            .anna@example.com                |
            a..b@example.com                 |
            anna@-example.com                |
            anna@exam_ple.com                |
            anna@i♥.com                      |
            anna@example..com                |
            anna@example.com,bo@example.com  |
            ${x}@example.com                 |
            anna@example.com?bcc=x           |
            анна@example.com                 |
            """)
    void emailAddresses(String text, String address) {
        assertThat(read(Kind.EMAIL, text)).isEqualTo(Optional.ofNullable(address));
    }

    @Test
    void anEmailAddressHasNoSecondLineAndAtMost254Characters() {
        assertThat(read(Kind.EMAIL, "anna@example.com\r\nBcc: bo@example.com")).isEmpty();
        assertThat(read(Kind.EMAIL, "a@" + "b".repeat(60).concat(".").repeat(4) + "example")).isPresent();
        assertThat(read(Kind.EMAIL, "anna@" + "b".repeat(60).concat(".").repeat(4) + "example")).isEmpty();
        assertThat(read(Kind.EMAIL, "a".repeat(65) + "@example.com")).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1234          | 1234
            0000          | 0000
            “1234”.       | 1234
            12 34         | 1234
            123-456       | 123456
            ١٢٣٤          | 1234
            １２３４       | 1234
            123456789012  | 123456789012
            123           |
            1234567890123 |
            12a4          |
            pin 1234      |
            """)
    void pins(String text, String pin) {
        assertThat(read(Kind.PIN, text)).isEqualTo(Optional.ofNullable(pin));
    }

    @Test
    void textIsKeptAsWrittenWithoutWhatCannotBeShown() {
        assertThat(read(Kind.TEXT, "  The lamp,\r\nit \u001B[31mis\u0000 \u202Eout\u202C\uD800 👨‍👩‍👧 ")).contains("The lamp,  it [31mis out 👨‍👩‍👧");
        assertThat(read(Kind.TEXT, "👍")).contains("👍");
        assertThat(read(Kind.TEXT, "余")).contains("余");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "...", "?!", "\u0000", "\uD800", "\u200B\u200F", "\u3000", "-"})
    void textThatSaysNothingIsRefused(String text) {
        assertThat(read(Kind.TEXT, text)).isEmpty();
    }

    @Test
    void longTextIsRefusedAndNotCut() {
        assertThat(read(Kind.TEXT, "😀".repeat(1_000))).contains("😀".repeat(1_000));
        assertThat(read(Kind.TEXT, "😀".repeat(1_001))).isEmpty();
        assertThat(read(Kind.TEXT, "a".repeat(10_000))).isEmpty();
        assertThat(read(Kind.TEXT, " ".repeat(10_000) + "a")).contains("a");
    }

    private static Stream<String> hostile() {
        return Stream.of(HostileTexts.all(), Stream.of("1", "1,", "1.", "1 ", "'", "٫", "@", "a@", "a.", "12月", "年", "dec ", "+", "(", "1-", "1/",
                "kr", "😀", "yes ", "#1").flatMap(piece -> Stream.of(60, 499 / piece.length(), 10_000).map(piece::repeat))).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noTextThrowsOrTakesLong(String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String language : LANGUAGES.split(" ")) {
                readAll(text, language);
            }
            ShortCode.read(text);
        });
    }

    @Test
    void noRandomTextThrowsAndEachValueIsOfItsForm() {
        Random random = new Random(11);
        String[] languages = LANGUAGES.split(" ");
        for (int i = 0; i < 3_000; i++) {
            readAll(random(random), languages[i % languages.length]);
        }
    }

    private static void readAll(String text, String language) {
        for (Kind kind : Kind.values()) {
            new AnswerReader("DK", "DKK").read(new Expected(kind, CHOICES), text, language, TODAY)
                    .ifPresent(value -> assertThat(value.toString()).matches(form(kind)));
        }
    }

    private static Pattern form(Kind kind) {
        return Pattern.compile(switch (kind) {
            case CHOICE -> "yes|no";
            case TEXT -> "(?s)[^\\p{Cntrl}\\u202A-\\u202E]{1,2000}";
            case NUMBER -> "-?[0-9]{1,12}(\\.[0-9]{1,6})?";
            case AMOUNT -> "[0-9]{1,12}(\\.[0-9]{1,2})?";
            case DATE -> "[0-9]{4}-[0-9]{2}-[0-9]{2}";
            case PHONE -> "\\+[0-9]{7,15}";
            case EMAIL -> "[A-Za-z0-9._+'-]+@[\\p{L}\\p{M}\\p{N}.-]+";
            case PIN -> "[0-9]{4,12}";
        });
    }

    private static String random(Random random) {
        String likely = "0123456789.,/- '+@#ae年月日kr.€٣３";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(14); n > 0; n--) {
            text.appendCodePoint(random.nextInt(10) > 0 ? likely.charAt(random.nextInt(likely.length())) : random.nextInt(0x20000));
        }
        return text.toString();
    }

    private static Optional<Object> read(Kind kind, String text) {
        return new AnswerReader("DK", "DKK").read(Expected.of(kind), text, "da", TODAY);
    }
}
