package io.keyline.language;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The shipped texts read right in each language")
class TextsTest {

    private static final Map<String, Object> EUROS = Map.of("amount", 1234.5, "currency", "EUR");
    private static final Map<String, Object> CROWNS = Map.of("amount", "99.00", "currency", "DKK");
    private static final Map<String, Object> ALL = Map.ofEntries(entry("account", "4711"), entry("channel", "sms"), entry("choices", "YES or NO"),
            entry("choice", "YES"), entry("how", "Answer YES or NO."), entry("balance", EUROS), entry("asOf", "2026-11-22"),
            entry("amount", CROWNS), entry("receipt", "R-17"), entry("company", "Keyline"), entry("commands", "BAL, PAY 100"),
            entry("contact", "+45 70 10 20 30"), entry("plan", "Gold"), entry("ends", "2027-01-31"), entry("until", "2028-01-31"),
            entry("bill", "B-3456"), entry("open", EUROS), entry("currency", "EUR"), entry("due", "2026-12-24"),
            entry("serviceLabel", "Roaming World"), entry("price", EUROS), entry("list", "1 Music\n2 TV Sport"), entry("left", 7),
            entry("order", "3456-1"), entry("state", "packed"), entry("day", "2026-12-24"), entry("ticket", "F-1001"),
            entry("phone", "+4520123456"), entry("case", "R-1001"), entry("minutes", 45), entry("question", "?"),
            entry("code", "123456"), entry("where", "here"), entry("by", "email"), entry("address", "anna@example.com"),
            entry("label", "Your balance"), entry("number", "1"), entry("keyword", "BAL"));
    private static Texts texts;

    @BeforeAll
    static void load() throws TextsException {
        texts = Texts.load(Path.of("config/messages"), List.of("en", "da", "ru", "zh"), "en", ZoneId.of("Europe/Copenhagen"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            en | Balance of account 4711 on Nov 22, 2026: €1,234.50.
            da | Saldo på konto 4711 den 22. nov. 2026: 1.234,50 €
            ru | Счёт 4711 на 22 нояб. 2026 г.: 1 234,50 €
            zh | 账户4711截至2026年11月22日的余额：€1,234.50。
            """)
    void balance(String language, String expected) {
        assertThat(plainSpaces(texts.render("bal.answer", language, ALL))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            en | Thank you, we have received DKK 99.00. Your balance is now €1,234.50. Receipt R-17.
            da | Tak, vi har modtaget 99,00 kr., kvittering R-17. Ny saldo: 1.234,50 €
            ru | Принято: 99,00 DKK, чек R-17. Баланс: 1 234,50 €
            zh | 谢谢！已收到DKK 99.00，当前余额€1,234.50，收据号R-17。
            """)
    void payment(String language, String expected) {
        assertThat(plainSpaces(texts.render("pay.done", language, ALL))).isEqualTo(expected);
    }

    @Test
    void aDanishAmountHasItsNoBreakSpace() {
        assertThat(texts.render("bal.answer", "da", ALL)).endsWith("1.234,50\u00A0€");
    }

    /** All but the words of the portal's page, which no SMS brings. */
    private static List<String> textedKeys() {
        return texts.keys().stream().filter(key -> !key.startsWith("portal.")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "da"})
    void westernTextsFitInOneSmsOfTheGsmAlphabet(String language) {
        for (String key : textedKeys()) {
            String text = plainSpaces(texts.render(key, language, ALL));
            assertThat(text).as(key).matches("[A-Za-z0-9 \\n.,:;!?'+/@\\-æøåÆØÅé€]*");
            assertThat(text.length() + text.chars().filter(c -> c == '€').count()).as(key).isLessThanOrEqualTo(160);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "zh"})
    void otherTextsFitInOneSmsOfUcs2(String language) {
        for (String key : textedKeys()) {
            String text = texts.render(key, language, ALL);
            assertThat(text.length()).as(key + ": " + text).isLessThanOrEqualTo(70);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "da", "ru", "zh"})
    void theConfirmationOfStopNamesTheCompanyAndTheWayBack(String language) {
        assertThat(texts.render("stop.done", language, Map.of("company", "Keyline", "channel", "sms"))).contains("Keyline", "START");
    }

    @ParameterizedTest
    @CsvSource({"da-DK,da", "DA,da", "zh_Hant_TW,zh", "fr,en", ",en", "'',en", "---,en", "\uD800,en"})
    void aLanguageFallsBack(String language, String served) {
        assertThat(texts.render("sorry.failed", language, Map.of())).isEqualTo(texts.render("sorry.failed", served, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("io.keyline.language.HostileTexts#all")
    void whatACustomerWritesComesOutAsItIs(String hostile) {
        assertThat(texts.render("bal.unknown-account", "en", Map.of("account", hostile)))
                .isEqualTo("We do not know account " + hostile + ". Please check the number and try again.");
    }

    @Test
    void anAccountNumberIsNoAmount() {
        assertThat(texts.render("bal.unknown-account", "en", Map.of("account", 12345678))).contains("account 12345678.");
    }

    @Test
    void aDateIsReadOnlyWhereTheTextShowsOne() {
        assertThat(texts.render("bal.unknown-account", "en", Map.of("account", "2026-11-22"))).contains("account 2026-11-22.");
    }

    @Test
    void anInstantIsShownInTheCompanysZone() {
        for (Object late : List.of("2026-11-22T23:30:00Z", Instant.parse("2026-11-22T23:30:00Z"), LocalDate.of(2026, 11, 23))) {
            assertThat(texts.render("bal.answer", "en", with("asOf", late))).contains("Nov 23, 2026");
        }
    }

    @Test
    void aMissingValueNamesTextAndArgument() {
        assertThatThrownBy(() -> texts.render("welcome", "da", Map.of())).isInstanceOf(ArgumentException.class)
                .hasMessage("text welcome: {company} is missing");
    }

    @Test
    void aValueOfTheWrongKindIsRefusedAndNotQuoted() {
        Map<String, Object> hugeMoney = Map.of("amount", "1e999999999", "currency", "EUR");
        for (Object wrong : List.of("secret", 12.5, Map.of("amount", 1, "currency", "XQQ"), hugeMoney, Map.of("amount", "NaN"))) {
            assertThatThrownBy(() -> texts.render("bal.answer", "en", with("balance", wrong))).isInstanceOf(ArgumentException.class)
                    .hasMessage("text bal.answer: {balance} cannot be shown as money").hasNoCause();
        }
        assertThatThrownBy(() -> texts.render("bal.answer", "en", with("asOf", "yesterday"))).isInstanceOf(ArgumentException.class)
                .hasMessage("text bal.answer: {asOf} cannot be shown as moment");
    }

    @Test
    void settingsAreKnownBeforehandAndWin() {
        Texts settled = texts.with(Map.of("company", "Keyline"));

        assertThat(settled.render("welcome", "en", Map.of("company", "Mallory"))).startsWith("Keyline. ")
                .isSameAs(settled.render("welcome", "en", Map.of()));
    }

    @Test
    void manyThreadsRenderTheSameTextAtOnce() {
        assertThat(IntStream.range(0, 20_000).parallel().filter(i -> !plainSpaces(texts.render("bal.answer", "da", with("account", i)))
                .equals("Saldo på konto " + i + " den 22. nov. 2026: 1.234,50 €")).count()).isZero();
    }

    @Test
    void anUnknownTextIsAMistakeOfTheProgram() {
        assertThat(texts.has("bal.answer")).isTrue();
        assertThat(texts.has("nope")).isFalse();
        assertThatThrownBy(() -> texts.render("nope", "en", Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> arguments = new java.util.HashMap<>(ALL);
        arguments.put(name, value);
        return arguments;
    }

    private static String plainSpaces(String text) {
        return text.replace('\u00A0', ' ').replace('\u202F', ' ');
    }
}
