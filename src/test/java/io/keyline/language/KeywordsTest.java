package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A keyword starts its command, in every script")
class KeywordsTest {

    private final Keywords<String> keywords = new Keywords<>();

    @BeforeEach
    void commands() {
        keywords.swap(null, "balance", Keyword.parse("BAL,en:BALANCE,da:SALDO,ru:БАЛАНС,zh:余额,ar:رصيد"));
        keywords.swap(null, "pay", Keyword.parse("en:PAY,da:BETAL,ru:ОПЛАТА,zh:付款"));
        keywords.swap(null, "all", Keyword.parse("PAY ALL"));
        keywords.swap(null, "like", Keyword.parse("👍"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            BAL                | balance |    | ''
            bal.               | balance |    | ''
            ' “Bal” 4711!'     | balance |    | 4711
            BAL: Å-12 x        | balance |    | Å-12;x
            - BAL 1            | balance |    | 1
            saldo              | balance | da | ''
            баланс 4711        | balance | ru | 4711
            余额               | balance | zh | ''
            余额123            | balance | zh | 123
            余额：１２３        | balance | zh | 123
            “余额123”          | balance | zh | 123
            余额 123           | balance | zh | 123
            رصيد ٥             | balance | ar | ٥
            ＢＡＬ 1           | balance |    | 1
            Pay 100            | pay     | en | 100
            pay  all now       | all     |    | now
            付款100            | pay     | zh | 100
            👍🏽                | like    |    | ''
            """)
    void match(String text, String target, String language, String arguments) {
        Match<String> match = keywords.match(text).orElseThrow();

        assertThat(match.target()).isEqualTo(target);
        assertThat(match.keyword().language()).isEqualTo(language);
        assertThat(String.join(";", match.arguments())).isEqualTo(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "...", "BALL", "my bal", "ВАL", "ΒAL", "БАЛАНСA", "余额查询", "\uD800", "ALL"})
    void noMatch(String text) {
        assertThat(keywords.match(text)).isEmpty();
    }

    @Test
    void theRestKeepsTheCustomersSpelling() {
        assertThat(keywords.match("pay  „Håndværker”  A/S ").orElseThrow().rest()).isEqualTo("„Håndværker”  A/S");
    }

    @Test
    void aWordIsTakenOnce() {
        assertThatThrownBy(() -> keywords.add(new Keyword("Sáldo", "es"), "other")).isInstanceOf(KeywordTakenException.class)
                .hasMessage("keyword \"Sáldo\" (compared as \"saldo\") is taken by balance, which spells it \"SALDO\": choose another word");
    }

    @Test
    void aSwapThatFailsChangesNothing() {
        assertThatThrownBy(() -> keywords.swap("pay", "pay2", Keyword.parse("PAY,BAL"))).isInstanceOf(KeywordTakenException.class);

        assertThat(keywords.match("pay").orElseThrow().target()).isEqualTo("pay");
    }

    @Test
    void aRemovedCommandLeavesItsWords() {
        keywords.remove("balance");

        assertThat(keywords.match("saldo")).isEmpty();
        keywords.add(new Keyword("SALDO", null), "other");
        assertThat(keywords.match("saldo").orElseThrow().target()).isEqualTo("other");
    }

    @Test
    void readersNeverMissAWordWhileItsRouteIsSwapped() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> missed = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (!done.get()) {
                count += keywords.match("pay 1").isPresent() ? 0 : 1;
            }
            return count;
        });
        for (int i = 0; i < 2_000; i++) {
            keywords.swap(i == 0 ? "pay" : "pay" + (i - 1), "pay" + i, Keyword.parse("PAY"));
        }
        done.set(true);

        assertThat(missed.join()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            SALDO,,БАЛАНС  | aliases "SALDO,,БАЛАНС": keyword "" is empty: write at least one letter, digit or emoji
            SALDO;BAL      | parted by the wrong sign: write a comma
            余额，钱        | parted by the wrong sign: write a comma
            xx:SALDO       | "xx:SALDO" has an unknown language: write one such as en:, da: or zh:
            dansk sprog:A  | has an unknown language
            :SALDO         | has an unknown language
            BAL,ВАL        | mixes alphabets whose letters look alike
            Saldo,da:SALDO | keyword "SALDO" is there twice: write it once
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | is too long: write at most 40 characters
            """)
    void aWrongAliasSaysWhatToWrite(String aliases, String message) {
        assertThatThrownBy(() -> Keyword.parse(aliases)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void aliasesMayHaveLanguages() {
        assertThat(Keyword.parse(" da:SALDO, zh-hant:餘額 ,BAL")).containsExactly(new Keyword("SALDO", "da"),
                new Keyword("餘額", "zh-Hant"), new Keyword("BAL", null));
        assertThat(Keyword.parse(" ")).isEqualTo(List.of());
    }
}
