package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The portal's page in Chromium")
class PortalPageIT {

    private static final String SCRIPT = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WIDTH = 500; // no window of Chromium is narrower
    private static Premises premises;
    private static Chromium browser;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(Chromium.isThere(), "needs Chromium: apt-get install chromium chromium-driver");
        premises = new Premises(null);
        browser = new Chromium("en-US", WIDTH);
    }

    @AfterAll
    static void close() throws Exception {
        if (premises != null) {
            browser.close();
            premises.close();
        }
    }

    @AfterEach
    void forget() {
        browser.forget();
    }

    private static void awaitText(String text) {
        await().atMost(PATIENCE).until(browser::text, shown -> shown.contains(text));
    }

    private static void awaitElement(String css) {
        await().atMost(PATIENCE).until(() -> browser.value("document.querySelector(`" + css + "`) !== null").asBoolean());
    }

    private static void askForCode(String number) {
        browser.open(premises.web.url().resolve("/portal"));
        awaitElement("#address:focus");
        browser.type("#address", number);
        browser.click("#ask-code button");
        awaitElement("#code:focus");
    }

    private static void signIn(String number) throws Exception {
        askForCode(number);
        browser.type("#code", premises.code(number));
        browser.click("#give-code button");
        awaitElement("#text:focus");
    }

    @Test
    void aCustomerSignsInAsksAnswersAndSignsOut() throws Exception {
        String number = premises.customer();
        premises.text(number, SCRIPT);
        premises.receives(number);
        signIn(number);
        awaitText(SCRIPT);
        browser.click("#commands [data-say=BAL]");
        awaitText("Balance of account 4711 on Nov 22, 2026");
        browser.click("#commands [data-say=RENEW]");
        awaitElement("#questions [data-say='1']");
        premises.text(number, "what is this"); // by SMS, meanwhile
        awaitText("what is this");
        browser.click("#questions [data-say='1']");
        awaitText("Gold is renewed until January 31, 2028");
        await().atMost(PATIENCE).until(() -> browser.value("document.querySelectorAll('#questions > *').length").asInt() == 0);
        assertThat(browser.value("document.title").asText()).isEqualTo("Acme");
        browser.click("#sign-out");
        awaitElement("#sign-in:not([hidden])");
        assertThat(browser.text()).doesNotContain("Balance");
        assertThat(browser.console()).doesNotContain("Content Security Policy", "Uncaught", "Error:");
    }

    @Test
    void aLinkInAMailBringsItsAnswerAlongAndSendsNothing() throws Exception {
        String number = premises.customer();
        signIn(number);
        browser.open(premises.web.url().resolve("/portal?#say=BAL%204711"));
        awaitElement("#text:focus");
        assertThat(browser.value("document.querySelector('#text').value + location.hash").asText()).isEqualTo("BAL 4711");
        assertThat(browser.value("document.querySelector('#problem').hidden").asBoolean()).isTrue();
        browser.click("#write button");
        awaitText("Balance of account 4711 on Nov 22, 2026");
    }

    @Test
    void aQuestionForAnAmountOrADayGetsAFittingField() throws Exception {
        signIn(premises.customer());
        browser.click("#commands [data-say=BILL]");
        awaitElement("#questions input[inputmode=decimal]");
        browser.type("#questions input", "50");
        browser.click("#questions button");
        awaitElement("#questions [data-say='2']");
        browser.click("#questions [data-say='2']");
        awaitText("Nothing was paid.");
        browser.click("#commands [data-say=ORDER]");
        awaitElement("#questions [data-say='1']");
        browser.click("#questions [data-say='1']");
        awaitElement("#questions input[type=date]");
        browser.type("#questions input", "12242026");
        browser.click("#questions button");
        awaitText("now comes on December 24, 2026");
    }

    @Test
    void itSpeaksTheCustomersLanguageFitsANarrowTelephoneAndKeepsConsent() throws Exception {
        String number = premises.customer();
        premises.text(number, "DANSK");
        premises.receives(number);
        signIn(number);
        awaitText("Din saldo");
        assertThat(browser.value("document.documentElement.lang").asText()).isEqualTo("da");
        browser.value("document.body.style.maxWidth = '320px'");
        assertThat(browser.value("Math.max(...[...document.body.querySelectorAll('*')].map(one => one.getBoundingClientRect().width))").asInt())
                .isLessThanOrEqualTo(320);
        assertThat(browser.value("[...document.querySelectorAll('input')].filter(one => !one.labels.length).length").asInt()).isZero();
        browser.click("#change-consent");
        awaitText("Du får svar på det, du spørger om, og ikke andet.");
        browser.click("#change-consent");
        awaitText("Vi må skrive til dig.");
    }

    @Test
    void aWrongCodeLetsNobodyIn() throws Exception {
        String number = premises.customer();
        askForCode(number);
        browser.type("#code", premises.code(number).equals("123456") ? "654321" : "123456");
        browser.click("#give-code button");
        awaitText("This code is wrong or too old.");
        assertThat(browser.value("document.getElementById('desk').hidden").asBoolean()).isTrue();
    }
}
