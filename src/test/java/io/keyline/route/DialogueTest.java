package io.keyline.route;

import static io.keyline.backoffice.Reply.Status.FAILED;
import static io.keyline.backoffice.Reply.Status.MALFORMED;
import static io.keyline.backoffice.Reply.Status.OK;
import static io.keyline.backoffice.Reply.Status.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.backoffice.Reply;
import io.keyline.hub.Arrival;
import io.keyline.hub.ProviderReply;
import io.keyline.messages.Shown;
import io.keyline.messages.Story;
import io.keyline.messages.StoryText;
import io.keyline.messages.Tariff;
import io.keyline.route.Company.Call;
import io.keyline.route.Company.Ended;
import io.keyline.store.Held;
import io.keyline.store.StorySql;
import io.keyline.store.StorySql.Told;
import io.keyline.store.Trust;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What customers write, and what they are answered")
class DialogueTest {

    private static final String MORE = """
            - route:
                id: slow
                from:
                  uri: command:SLOW
                  parameters: { arguments: "account:word" }
                  steps:
                    - to: back-office:accounts.balance?patience=50&deadline=60000
                    - to: reply:bal.answer
            - route:
                id: hopeless
                from:
                  uri: command:HOPELESS
                  steps:
                    - to: back-office:accounts.balance?patience=50&deadline=300
                    - to: reply:bal.answer
            - route:
                id: twice
                from:
                  uri: command:TWICE
                  steps:
                    - to: reply:bal.help
                    - to: back-office:accounts.balance?patience=50
                    - to: back-office:payments.take?patience=50
                    - to: reply:pay.done
            - route:
                id: decides
                from:
                  uri: command:DECIDE
                  steps:
                    - to: back-office:accounts.balance?refused=continue
                    - choice:
                        when:
                          - simple: "${variable.outcome} == 'refused' && ${variable.reason} == 'closed'"
                            steps:
                              - to: reply:start.done
                        otherwise:
                          steps:
                            - to: reply:stop.done
            - route:
                id: broken
                from:
                  uri: command:BROKEN
                  steps:
                    - to: reply:bal.help
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: a step of the route fails
            - route:
                id: silent
                from:
                  uri: command:SILENT
                  steps:
                    - log: nothing to say
            - route:
                id: elsewhere
                from:
                  uri: command:ELSEWHERE
                  parameters: { numbers: "5678,+4570101020, 9012" }
                  steps:
                    - to: reply:bal.help
            - route:
                id: web-only
                from:
                  uri: command:WEBONLY
                  parameters: { channels: "web" }
                  steps:
                    - to: reply:bal.help
            """;

    private static final AtomicInteger CUSTOMERS = new AtomicInteger(20_000_000);
    private static Company company;

    private final String customer = "+45" + CUSTOMERS.incrementAndGet();

    @BeforeAll
    static void open() throws Exception {
        company = new Company(MORE);
    }

    @AfterAll
    static void close() throws Exception {
        company.close();
    }

    @AfterEach
    void nobodyGotMoreThanTheTestHasSeen() {
        assertThat(company.unread()).isEmpty();
        assertThat(company.unreadCalls()).isZero();
    }

    private static Map<String, Object> balance(String account) {
        return Map.of("account", account, "balance", money("1234.50"), "asOf", "2026-11-22");
    }

    private static Map<String, Object> paid() {
        return Map.of("amount", money("99.50"), "balance", money("1135.00"), "receipt", "R-7");
    }

    private static Map<String, Object> money(String amount) {
        return Map.of("amount", new BigDecimal(amount), "currency", "DKK");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            BAL 4711   | Balance of account 4711 on Nov 22, 2026: DKK 1,234.50.
            balance    | Balance of account 4711 on Nov 22, 2026: DKK 1,234.50.
            Saldo 4711 | Saldo på konto 4711 den 22. nov. 2026: 1.234,50 kr.
            Баланс     | Счёт 4711 на 22 нояб. 2026 г.: 1 234,50 DKK
            余额4711   | 账户4711截至2026年11月22日的余额：DKK 1,234.50。
            """)
    void theBalance(String text, String answer) throws Exception {
        company.receives(customer, text);
        company.asks().ok(balance("4711"));
        assertThat(company.answers(customer).replaceAll("[\\u00a0\\u202f]", " ")).isEqualTo(answer);
        assertThat(company.ended(customer, "ANSWERED").route()).isEqualTo("balance");
    }

    @Test
    void theBackOfficeIsToldWhoAsksAndWhat() throws Exception {
        Instant before = Instant.now();
        company.receives(customer, "SALDO 4711.");
        Call call = company.asks();
        assertThat(call.request().operation()).isEqualTo("accounts.balance");
        assertThat(call.request().customer()).isEqualTo(Map.of("address", customer, "channel", "sms", "language", "da"));
        assertThat(call.request().data()).isEqualTo(Map.of("account", "4711"));
        assertThat(call.request().deadline()).isBetween(before.plusSeconds(59), Instant.now().plusSeconds(60));
        call.ok(balance("4711"));
        company.answers(customer);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PAY 99.50   | Thank you, we have received DKK 99.50. Your balance is now DKK 1,135.00. Receipt R-7.
            BETAL 99,50 | Tak, vi har modtaget 99,50 kr., kvittering R-7. Ny saldo: 1.135,00 kr.
            ОПЛАТА 99,5 | Принято: 99,50 DKK, чек R-7. Баланс: 1 135,00 DKK
            付款 99.50  | 谢谢！已收到DKK 99.50，当前余额DKK 1,135.00，收据号R-7。
            """)
    void aPayment(String text, String answer) throws Exception {
        company.receives(customer, text);
        Call call = company.asks();
        assertThat((BigDecimal) call.request().data().get("amount")).isEqualByComparingTo("99.50");
        call.ok(paid());
        assertThat(company.answers(customer).replaceAll("[\\u00a0\\u202f]", " ")).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PAY           | Text PAY and an amount, for example PAY 100 or PAY 99.50.
            PAY much      | Text PAY and an amount, for example PAY 100 or PAY 99.50.
            PAY 1.000     | Text PAY and an amount, for example PAY 100 or PAY 99.50.
            BETAL -5      | Skriv BETAL og et beløb, for eksempel BETAL 100 eller BETAL 99,50.
            ОПЛАТА 1 2    | Отправьте ОПЛАТА и сумму: ОПЛАТА 100 или ОПЛАТА 99,50.
            付款          | 请发送“付款”加金额，例如：付款 100 或 付款 99.50。
            BAL 4711 4712 | Text BAL, or BAL and an account number, for example BAL 4711.
            """)
    void whatCannotBeReadIsExplained(String text, String answer) throws Exception {
        assertThat(company.answers(customer, text)).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            HELP     | Acme: BAL: your balance, BILL, FAULT, ORDER, PAY 100: pay an amount, RENEW, ROADSIDE, SERVICE. STOP: no more messages. Talk to us: +45 70 10 20 30
            info     | Acme: BAL: your balance, BILL, FAULT, ORDER, PAY 100: pay an amount, RENEW, ROADSIDE, SERVICE. STOP: no more messages. Talk to us: +45 70 10 20 30
            Hjælp!   | Acme: SALDO: din saldo, REGNING, FEJL, ORDRE, BETAL 100: betal et beløb, FORNY, VEJHJÆLP, TJENESTE. STOP: ingen flere beskeder. Tal med os: +45 70 10 20 30
            ПОМОЩЬ   | Acme: БАЛАНС: ваш баланс, СЧЁТ, АВАРИЯ, ЗАКАЗ, ОПЛАТА 100: внести сумму, ПРОДЛИТЬ, ЭВАКУАТОР, УСЛУГА. СТОП: без сообщений. Связь: +45 70 10 20 30
            帮助     | Acme：余额：查询余额, 账单, 报修, 订单, 付款 100：支付金额, 续订, 救援, 服务。退订：不再接收短信。联系我们：+45 70 10 20 30
            LANGUAGE | We will write to you in English from now on.
            english  | We will write to you in English from now on.
            Dansk    | Fra nu af skriver vi til dig på dansk.
            sprog    | Fra nu af skriver vi til dig på dansk.
            русский  | Теперь мы пишем вам по-русски.
            中文     | 今后我们将用中文给您发短信。
            unheard  | Sorry, we did not understand that. Text HELP to see what Acme can do for you.
            👍       | Sorry, we did not understand that. Text HELP to see what Acme can do for you.
            """)
    void helpAndLanguageAndTheRest(String text, String answer) throws Exception {
        assertThat(company.answers(customer, text)).isEqualTo(answer);
    }

    @Test
    void theLanguageIsLearnedFromTheKeywordAndChangeable() throws Exception {
        assertThat(company.answers(customer, "what?")).startsWith("Sorry, we did not understand that.");
        assertThat(company.answers(customer, "hjælp")).startsWith("Acme: SALDO");
        assertThat(company.answers(customer, "hvad?")).startsWith("Det forstod vi desværre ikke.");
        assertThat(company.answers(customer, "PAY")).startsWith("Skriv BETAL");
        assertThat(company.answers(customer, "ENGLISH")).isEqualTo("We will write to you in English from now on.");
        assertThat(company.answers(customer, "hvad?")).startsWith("Sorry, we did not understand that.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            STOP          | hard-alone      | Acme: you are unsubscribed, and we will not text you again. Changed your mind? Text START.
            stop please   | hard-first-word | Acme: you are unsubscribed, and we will not text you again. Changed your mind? Text START.
            Leave me alone| phrase          | Acme: you are unsubscribed, and we will not text you again. Changed your mind? Text START.
            quit          | soft-alone      | Acme: you are unsubscribed, and we will not text you again. Changed your mind? Text START.
            AFMELD        | hard-alone      | Acme: du er afmeldt, og vi skriver ikke til dig igen. Fortrudt? Send START.
            СТОП          | hard-alone      | Acme: вы отписаны, больше не пишем. Вернуться: START
            退订          | hard-alone      | Acme：您已退订，我们不会再给您发短信。如需恢复，请发送 START。
            """)
    void stopIsConfirmedInTheLanguageOfTheWord(String text, String rule, String answer) throws Exception {
        String confirmation = company.answers(customer, text);
        assertThat(confirmation).isEqualTo(answer);
        company.ended(customer, "ANSWERED");
        assertThat(company.consent(customer)).containsExactly(List.of("OPT_OUT", text, rule));
    }

    @Test
    void aSecondStopIsSilent() throws Exception {
        company.answers(customer, "STOP");
        company.receives(customer, "STOP");
        assertThat(company.ended(customer, "IGNORED")).isEqualTo(new Ended("IGNORED", "opted out already", "stop"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"STOP, OPT_OUT", "START, OPT_IN"})
    void whatTheProviderHasRepliedToChangesConsentAndIsNotAnsweredAgain(ProviderReply reply, String action) {
        if (reply == ProviderReply.START) {
            company.receives(repliedTo(ProviderReply.STOP, "STOP", 1));
        }
        company.receives(repliedTo(reply, "a word that the provider knows", 2));
        assertThat(company.ended(customer, "IGNORED")).isEqualTo(new Ended("IGNORED", "the provider has replied: " + reply, "provider-replied"));
        assertThat(company.consent(customer)).last().isEqualTo(List.of(action, "a word that the provider knows", "provider-replied"));
    }

    private Arrival.Text repliedTo(ProviderReply reply, String text, long id) {
        return new Arrival.Text("sms", "twilio", Arrival.Text.NAMED, customer, Company.NUMBER, text, true, id, Trust.IDENTIFIED, reply.thread());
    }

    @Test
    void whoIsOptedOutIsAnsweredAllTheSame() throws Exception {
        company.answers(customer, "STOP");
        assertThat(company.answers(customer, "HELP")).startsWith("Acme: BAL");
        assertThat(company.answers(customer, "PAY")).startsWith("Text PAY");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"START,opt-in-alone", "unstop,opt-in-alone", "Yes!,yes-when-opted-out"})
    void whoIsOptedOutComesBack(String text, String rule) throws Exception {
        company.answers(customer, "STOP");
        assertThat(company.answers(customer, text))
                .isEqualTo("Welcome back! You will get messages from Acme again. Text HELP for help, STOP to stop.");
        company.ended(customer, "ANSWERED");
        assertThat(company.consent(customer)).last().isEqualTo(List.of("OPT_IN", text, rule));
        assertThat(company.answers(customer, "STOP")).startsWith("Acme: you are unsubscribed");
    }

    @Test
    void yesIsAWordLikeOthersForEverybodyElse() throws Exception {
        assertThat(company.answers(customer, "YES")).startsWith("Sorry, we did not understand that.");
        assertThat(company.consent(customer)).isEmpty();
    }

    @Test
    void aPossibleStopIsKeptForReviewAndAnswered() throws Exception {
        assertThat(company.answers(customer, "is there no way to stop these messages")).startsWith("Acme: a colleague reads this");
        company.ended(customer, "ANSWERED");
        assertThat(company.consent(customer))
                .containsExactly(List.of("POSSIBLE_OPT_OUT", "is there no way to stop these messages", "word-in-text"));
    }

    @Test
    void helpIsAnsweredInTheMiddle() throws Exception {
        company.receives(customer, "SLOW 4711");
        Call call = company.asks();
        assertThat(company.answers(customer)).isEqualTo("We are working on it and will text you as soon as it is done.");
        assertThat(company.answers(customer, "HELP")).startsWith("Acme: BAL");
        call.ok(balance("4711"));
        assertThat(company.answers(customer)).startsWith("Balance of account 4711");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            BAL 9     | unknown-account    | We do not know account 9. Please check the number and try again.
            SALDO 9   | unknown-account    | Vi kender ikke konto 9. Tjek nummeret, og prøv igen.
            PAY 10    | insufficient-funds | Your payment did not go through: there is not enough money in the account. Nothing was taken.
            PAY 10    | fraud              | Your payment was declined, and nothing was taken. Questions? +45 70 10 20 30
            ОПЛАТА 10 | insufficient-funds | Платёж не прошёл: на счёте мало средств. Деньги не списаны.
            付款 10   | insufficient-funds | 付款未成功：账户余额不足，未扣款。
            DECIDE    | closed             | Welcome back! You will get messages from Acme again. Text HELP for help, STOP to stop.
            """)
    void aRefusalIsAnAnswer(String text, String reason, String answer) throws Exception {
        company.receives(customer, text);
        company.asks().refused(reason, Map.of("account", "9"));
        assertThat(company.answers(customer)).isEqualTo(answer);
        company.ended(customer, "ANSWERED");
    }

    @Test
    void aFailureIsToldToCustomerAndOperator() throws Exception {
        company.receives(customer, "BAL");
        company.asks().answer(FAILED, "ledger-closed", Map.of());
        assertThat(company.answers(customer)).isEqualTo("Sorry, that cannot be done just now. Please try again later, or ask us: +45 70 10 20 30");
        assertThat(company.ended(customer, "DEAD").reason()).isEqualTo("accounts.balance failed: ledger-closed");
    }

    @Test
    void aMalformedReplyIsToldToCustomerAndOperator() throws Exception {
        company.receives(customer, "SALDO");
        company.asks().answer(MALFORMED, "not a JSON object", Map.of());
        assertThat(company.answers(customer)).startsWith("Det kan desværre ikke lade sig gøre lige nu.");
        assertThat(company.ended(customer, "DEAD").reason()).isEqualTo("accounts.balance sent a malformed reply: not a JSON object");
    }

    @Test
    void aBackOfficeThatCannotBeAskedIsToldToCustomerAndOperator() throws Exception {
        company.receives(customer, "BAL");
        company.asks().answer().completeExceptionally(new IllegalStateException("the broker is away"));
        assertThat(company.answers(customer)).startsWith("Sorry, that cannot be done just now.");
        assertThat(company.ended(customer, "DEAD").reason()).contains("accounts.balance").contains("the broker is away");
    }

    @Test
    void aDefectOnTheWayToTheBackOfficeEndsInAnApologyAndTheCustomerIsHeardAgain() throws Exception {
        assertThat(company.answers(customer, "BAL " + Company.UNASKABLE)).startsWith("Sorry, something went wrong on our side.");
        assertThat(company.ended(customer, "DEAD").reason()).contains("a defect on the way to the broker");
        assertThat(company.answers(customer, "LANGUAGE")).isEqualTo("We will write to you in English from now on.");
    }

    @Test
    void aReplyWithoutWhatTheTextNamesIsAFailure() throws Exception {
        company.receives(customer, "BAL");
        company.asks().ok(Map.of("account", "4711"));
        assertThat(company.answers(customer)).isEqualTo("Sorry, something went wrong on our side. Please try again later.");
        assertThat(company.ended(customer, "DEAD").reason()).contains("bal.answer").contains("is missing");
    }

    @Test
    void aLateAnswerParksTheRouteAndTakesItOn() throws Exception {
        company.receives(customer, "SLOW 4711");
        Call call = company.asks();
        assertThat(company.answers(customer)).isEqualTo("We are working on it and will text you as soon as it is done.");
        company.conversation(customer, "CALLING");
        call.ok(balance("4711"));
        assertThat(company.answers(customer).replaceAll("[\\u00a0\\u202f]", " ")).isEqualTo("Balance of account 4711 on Nov 22, 2026: DKK 1,234.50.");
        company.conversation(customer, "ENDED");
    }

    @Test
    void theStoryTellsWhatWasCalledAndWhatHeldItUp() throws Exception {
        company.receives(customer, "BAL");
        Call call = company.asks();
        call.answer().complete(new Reply(call.request().key(), REFUSED, "unknown-account", Map.of("account", "9"), new Held(2, 250, false)));
        company.answers(customer);
        company.ended(customer, "ANSWERED");
        assertThat(story()).containsPattern("called accounts.balance: refused unknown-account after \\d+\\.\\d+ s, asked 2 times, "
                + "waited 0\\.3 s in the hub, to be asked again").doesNotContain("conversation");

        company.receives(customer, "BAL");
        company.asks().answer().completeExceptionally(new IllegalStateException("the broker is away"));
        company.answers(customer);
        company.ended(customer, "DEAD");
        assertThat(story()).contains("called accounts.balance: error IllegalStateException after ");
    }

    @Test
    void theStoryTellsHowLongAnAnswerIsWaitedFor() throws Exception {
        company.receives(customer, "SLOW 4711");
        Call call = company.asks();
        company.answers(customer);
        company.conversation(customer, "CALLING");
        assertThat(story()).containsPattern("step 1: call accounts.balance, waited for until 20\\d\\d-").contains(" of slow: CALLING, goes on by itself at ");

        call.answer().complete(new Reply(call.request().key(), OK, null, balance("4711"), new Held(1, 1_500, true)));
        company.answers(customer);
        company.conversation(customer, "ENDED");
        assertThat(story()).containsPattern("step 1: call accounts.balance: ok, waited for: it came after \\d+\\.\\d+ s, waited 1\\.5 s in the hub, "
                + "where its circuit was open").contains(" of slow: ENDED").doesNotContain("1234", "until");
    }

    /** Of the customer's latest message, without what may not be shown. */
    private String story() {
        Tariff tariff = Tariff.read(Path.of("none"), Path.of("none"), ZoneOffset.UTC, (file, line, what) -> { });
        return company.jdbi().withHandle(handle -> String.join("\n", new StoryText(tariff, new Shown(false)).of(
                Story.of(handle, StorySql.latest(handle, customer, 10).stream().filter(Told::inbound).findFirst().orElseThrow()))));
    }

    @Test
    void aLateAnswerMayComeByAnotherWay() throws Exception {
        company.receives(customer, "SLOW 4711");
        Call call = company.asks();
        company.answers(customer);
        company.conversation(customer, "CALLING");
        company.receivesLate(call.reply(OK, null, balance("4711")));
        assertThat(company.answers(customer)).startsWith("Balance of account 4711");
    }

    @Test
    void eachStepTakesEffectOnceHoweverOftenTheRouteIsParked() throws Exception {
        company.receives(customer, "TWICE");
        Call first = company.asks();
        assertThat(company.answers(customer)).isEqualTo("BAL: your balance");
        assertThat(company.answers(customer)).startsWith("We are working on it");
        first.ok(balance("4711"));
        Call second = company.asks();
        assertThat(second.request().key()).isNotEqualTo(first.request().key());
        company.conversation(customer, "CALLING");
        second.ok(paid());
        assertThat(company.answers(customer)).startsWith("Thank you, we have received");
        company.conversation(customer, "ENDED");
    }

    @Test
    void aRepeatedReplyChangesNothing() throws Exception {
        company.receives(customer, "SLOW 4711");
        Call call = company.asks();
        company.answers(customer);
        Reply reply = call.reply(OK, null, balance("4711"));
        company.conversation(customer, "CALLING");
        company.receivesLate(reply);
        company.receivesLate(reply);
        assertThat(company.answers(customer)).startsWith("Balance of account 4711");
        company.conversation(customer, "ENDED");
        company.receivesLate(reply);
        assertThat(company.answers(customer, "LANGUAGE")).isEqualTo("We will write to you in English from now on.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-", "-1", "!-1", "1-x"})
    void aReplyOfNobodyChangesNothing(String key) {
        company.receivesLate(new Reply(key, OK, null, Map.of()));
    }

    @Test
    void anAnswerThatNeverComesEndsAtTheDeadline() throws Exception {
        company.receives(customer, "HOPELESS");
        Call call = company.asks();
        assertThat(company.answers(customer)).startsWith("We are working on it");
        assertThat(company.answers(customer)).startsWith("Sorry, that cannot be done just now.");
        assertThat(company.conversation(customer, "FAILED")).isEqualTo("no answer from accounts.balance in time");
        company.receivesLate(call.reply(OK, null, balance("4711")));
        assertThat(company.answers(customer, "LANGUAGE")).isEqualTo("We will write to you in English from now on.");
    }

    @Test
    void aRouteThatFailsApologisesAndSaysWhy() throws Exception {
        assertThat(company.answers(customer, "BROKEN")).isEqualTo("Sorry, something went wrong on our side. Please try again later.");
        assertThat(company.ended(customer, "DEAD"))
                .isEqualTo(new Ended("DEAD", "the route failed: java.lang.IllegalStateException: a step of the route fails", "broken"));
    }

    @Test
    void aRouteWithoutAnAnswerHasIgnoredTheMessage() {
        company.receives(customer, "SILENT");
        assertThat(company.ended(customer, "IGNORED")).isEqualTo(new Ended("IGNORED", "the route gave no answer", "silent"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"${bean:x}", "{{env:PATH}}", "{0}", "${env:PATH}", "#{T(Runtime)}", "'{account}'", "{company}", "$simple{body}"})
    void whatCustomersWriteIsNeverCode(String text) throws Exception {
        assertThat(company.answers(customer, text)).startsWith("Sorry, we did not understand that.");
        company.receives(customer, "BAL " + text);
        Call call = company.asks();
        String account = (String) call.request().data().get("account");
        assertThat(text).contains(account);
        call.refused("unknown-account", Map.of("account", text));
        assertThat(company.answers(customer)).isEqualTo("We do not know account " + text + ". Please check the number and try again.");
    }

    @Test
    void aKeywordCountsWhereItIsMeantTo() throws Exception {
        for (String number : List.of("9012", "+4570101020")) {
            company.receives(customer, number, "ELSEWHERE");
            assertThat(company.answers(customer)).isEqualTo("BAL: your balance");
        }
        assertThat(company.answers(customer, "ELSEWHERE")).startsWith("Sorry, we did not understand that.");
        assertThat(company.answers(customer, "WEBONLY")).startsWith("Sorry, we did not understand that.");
    }

    @Test
    void messagesOfOneCustomerAreAnsweredInOrder() throws Exception {
        for (String word : List.of("ENGLISH", "DANSK", "русский", "中文", "PAY", "HELP")) {
            company.receives(customer, word);
        }
        assertThat(company.answers(customer)).startsWith("We will write");
        assertThat(company.answers(customer)).startsWith("Fra nu af");
        assertThat(company.answers(customer)).startsWith("Теперь мы");
        assertThat(company.answers(customer)).startsWith("今后我们");
        assertThat(company.answers(customer)).startsWith("请发送“付款”");
        assertThat(company.answers(customer)).startsWith("Acme：余额");
    }
}
