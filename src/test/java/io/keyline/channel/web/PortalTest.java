package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.channel.web.Browser.Answer;
import io.keyline.channel.web.Browser.Event;
import io.keyline.channel.web.Browser.Listening;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The portal")
class PortalTest {

    private static Premises premises;

    @BeforeAll
    static void open() throws Exception {
        premises = new Premises(null);
    }

    @AfterAll
    static void close() throws Exception {
        premises.close();
    }

    private static List<String> texts(Answer history) {
        return StreamSupport.stream(history.body().get("messages").spliterator(), false).map(one -> one.get("channel").asText() + " "
                + one.get("from").asText() + ": " + one.get("text").asText()).toList();
    }

    private static void awaitMessage(Browser browser, String begin) {
        await().atMost(Duration.ofSeconds(5)).until(() -> texts(browser.get("/messages")).stream().anyMatch(text -> text.startsWith(begin)));
    }

    @Test
    void whoHasTheCodeIsTheCustomerAndNobodyElse() throws Exception {
        String number = premises.customer();
        Browser browser = new Browser(premises);
        Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number.substring(3) + "\"}");
        assertThat(asked.status()).isEqualTo(202);
        String code = premises.code(number);
        assertThat(browser.redeem(number, asked.at("/request"), code.equals("000000") ? "000001" : "000000").status()).isEqualTo(401);
        assertThat(browser.redeem(number, "another-browsers-request", code).status()).isEqualTo(401);
        Answer in = browser.redeem(number, asked.at("/request"), code);
        assertThat(in.body().toString()).isEqualTo("{\"address\":\"" + number + "\",\"language\":\"en\"}");
        assertThat(in.cookie()).matches("keyline=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
        assertThat(new Browser(premises).redeem(number, asked.at("/request"), code).status()).as("the code is used").isEqualTo(401);
        assertThat(browser.get("/session").status()).isEqualTo(200);
    }

    @Test
    void anAddressThatNobodyHasIsAnsweredAsAnyOther() {
        Answer asked = new Browser(premises).send("POST", "/code", "{\"address\": \"+4520999999\"}");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body().properties()).extracting(java.util.Map.Entry::getKey).containsExactly("request");
        assertThat(premises.hasNothingFor("+4520999999")).isTrue();
    }

    @Test
    void whoAsksForTooManyCodesWaits() throws Exception {
        String number = premises.customer();
        Browser browser = new Browser(premises);
        for (int i = 0; i < 3; i++) {
            assertThat(browser.send("POST", "/code", "{\"address\": \"" + number + "\"}").status()).isEqualTo(202);
        }
        Answer refused = new Browser(premises).send("POST", "/code", "{\"address\": \"" + number + "\"}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValue("Retry-After")).contains("600");
        assertThat(new Browser(premises).send("POST", "/code", "{\"address\": \"+4490901234\"}").status()).as("no mobile number here").isEqualTo(422);
        assertThat(new Browser(premises).send("POST", "/session", "{\"address\": \"+4520123456\", \"request\": \"\\u0000\", \"code\": \"1\"}").status())
                .as("what no database keeps").isEqualTo(422);
    }

    @Test
    void withoutASessionNothingIsShown() {
        Browser stranger = new Browser(premises);
        for (String path : List.of("/session", "/messages", "/questions", "/commands", "/consent", "/events")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(stranger.say("BAL", "key-00000001").status()).isEqualTo(401);
        stranger.cookie = "keyline=made-up";
        assertThat(stranger.get("/messages").status()).isEqualTo(401);
    }

    @Test
    void aSignInEndsTheSessionThatTheBrowserHadAndSigningOutEndsIt() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        Browser before = new Browser(premises);
        before.cookie = browser.cookie;
        Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number + "\"}");
        browser.redeem(number, asked.at("/request"), premises.code(number));
        assertThat(before.get("/session").status()).isEqualTo(401);
        Listening listening = browser.listen("");
        Answer out = browser.send("DELETE", "/session", null);
        assertThat(out.cookie()).contains("keyline=;").contains("Max-Age=0");
        assertThat(browser.get("/session").status()).isEqualTo(401);
        await().until(() -> listening.next().name().equals("end"));
    }

    @Test
    void aSessionIsOverAfterTwentyIdleMinutesAndAfterTwelveHours() throws Exception {
        Browser idle = Browser.of(premises, premises.customer());
        premises.execute("update portal_session set seen_at = seen_at - interval '19 minutes'");
        assertThat(idle.get("/questions").status()).as("the page asks by itself").isEqualTo(200);
        premises.execute("update portal_session set seen_at = seen_at - interval '2 minutes'");
        assertThat(idle.get("/session").status()).isEqualTo(401);
        Browser old = Browser.of(premises, premises.customer());
        premises.execute("update portal_session set started_at = started_at - interval '13 hours'");
        assertThat(old.get("/session").status()).isEqualTo(401);
    }

    @Test
    void nobodyElsesPageActsForTheCustomer() throws Exception {
        Browser browser = Browser.of(premises, premises.customer());
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"optedOut\": true}");
        assertThat(Browser.send(browser.request("/consent").header("Content-Type", "application/json").PUT(body)).status())
                .as("a form without the header").isEqualTo(403);
        Answer preflight = Browser.send(browser.request("/consent").header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "PUT").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.response().headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(Browser.send(browser.request("/consent").header("Content-Type", "application/json").header(Api.HEADER, "1")
                .header("Sec-Fetch-Site", "cross-site").PUT(body)).status()).isEqualTo(403);
        assertThat(browser.get("/consent").at("/optedOut")).isEqualTo("false");
    }

    @Test
    void aMessageIsAnsweredHereAndItsRepetitionIsKnown() throws Exception {
        Browser browser = Browser.of(premises, premises.customer());
        Answer first = browser.say("BAL", "key-balance-1");
        assertThat(first.status()).isEqualTo(202);
        Answer second = browser.say("BAL", "key-balance-1");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        awaitMessage(browser, "web company: Balance of account 4711");
        List<String> texts = texts(browser.get("/messages"));
        assertThat(texts.get(0)).isEqualTo("sms customer: HELP");
        assertThat(texts.get(1)).startsWith("sms company: Acme");
        assertThat(texts.subList(2, texts.size())).as("once, and no code").hasSize(2).first().isEqualTo("web customer: BAL");
        Answer page = browser.get("/messages?limit=1");
        assertThat(texts(browser.get("/messages?limit=2&before=" + page.at("/earlier")))).containsExactlyElementsOf(texts.subList(1, 3));
    }

    @Test
    void whatCannotBeTakenIsRefusedWithTheReason() throws Exception {
        Browser browser = Browser.of(premises, premises.customer());
        assertThat(browser.say(" ", "key-00000001").at("/field")).isEqualTo("text");
        assertThat(browser.say("x".repeat(1001), "key-00000001").at("/detail")).contains("1000");
        assertThat(browser.say("a\u0000b", "key-00000001").status()).isEqualTo(422);
        assertThat(browser.say("BAL", "short").at("/field")).isEqualTo("Idempotency-Key");
        assertThat(browser.send("POST", "/messages", "{\"text\": \"a\", \"to\": \"b\"}", "Idempotency-Key", "key-00000001").at("/field")).isEqualTo("to");
        assertThat(browser.send("POST", "/messages", "[[[[[[[", "Idempotency-Key", "key-00000001").status()).isEqualTo(400);
        assertThat(browser.get("/messages?before=$%7Benv:PATH%7D").status()).isEqualTo(422);
        for (int i = 0; i < 20; i++) {
            assertThat(browser.say("${env:PATH} {{sms.password}} #{1+1}", "key-flood-" + i).status()).isEqualTo(202);
        }
        assertThat(browser.say("one more", "key-flood-20").status()).isEqualTo(429);
        assertThat(texts(browser.get("/messages"))).contains("web customer: ${env:PATH} {{sms.password}} #{1+1}");
    }

    @Test
    void aQuestionOfAnotherChannelIsAnsweredHere() throws Exception {
        String number = premises.customer();
        premises.text(number, "RENEW");
        assertThat(premises.receives(number)).startsWith("Your Gold subscription");
        Browser browser = Browser.of(premises, number);
        Answer questions = browser.get("/questions");
        assertThat(questions.at("/questions/0/text")).startsWith("Your Gold subscription ends");
        assertThat(questions.body().at("/questions/0/menu").toString())
                .isEqualTo("{\"expects\":\"choice\",\"items\":[{\"say\":\"1\",\"label\":\"YES\"},{\"say\":\"2\",\"label\":\"NO\"}]}");
        browser.say(questions.at("/questions/0/menu/items/0/say"), "key-renewal");
        awaitMessage(browser, "web company: Thank you! Gold is renewed");
        assertThat(browser.get("/questions").body().get("questions")).isEmpty();
    }

    @Test
    void theMenuHoldsTheCommandsInTheCustomersLanguage() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        assertThat(browser.get("/commands").body().toString()).contains("{\"say\":\"BAL\",\"label\":\"Your balance\"}");
        premises.execute("update customer set language = 'da' where id = (select customer_id from address where value = '" + number + "')");
        assertThat(browser.get("/commands").body().toString()).contains("{\"say\":\"BAL\",\"label\":\"Din saldo\"}");
        assertThat(browser.get("/words").at("/words/sign-out")).isEqualTo("Log ud");
        assertThat(new Browser(premises).send("GET", "/words", null, "Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5").at("/language")).isEqualTo("ru");
        assertThat(new Browser(premises).send("GET", "/words", null, "Accept-Language", "${x};q=%").at("/language")).isEqualTo("en");
    }

    @Test
    void consentIsTakenBackAndGivenAgainWithEvidence() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        assertThat(browser.send("PUT", "/consent", "{\"optedOut\": true}").status()).isEqualTo(202);
        await().until(() -> browser.get("/consent").at("/optedOut").equals("true"));
        assertThat(browser.send("PUT", "/consent", "{\"optedOut\": true}").status()).as("it is so already").isEqualTo(200);
        assertThat(browser.send("PUT", "/consent", "{\"optedOut\": false}").status()).isEqualTo(202);
        await().until(() -> browser.get("/consent").at("/optedOut").equals("false"));
        List<String> ledger = premises.jdbi().withHandle(handle -> handle.createQuery("select action || ' ' || channel || ' ' || words "
                + "from consent c join address a using (customer_id) where a.value = :number order by c.id").bind("number", number)
                .mapTo(String.class).list());
        assertThat(ledger).containsExactly("OPT_OUT web STOP", "OPT_IN web START");
    }

    @Test
    void whatArrivesIsPushedAndAStreamGoesOnWhereItWas() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        Event seen;
        try (Listening listening = browser.listen("")) {
            browser.say("BAL", "key-stream-1");
            seen = listening.next("Balance of account");
            assertThat(seen.data().get("state").asText()).isEqualTo("done");
            premises.text(number, "HELP"); // another channel
            assertThat(listening.next("Acme").data().get("channel").asText()).isEqualTo("sms");
        }
        browser.say("BAL 4711", "key-stream-2");
        awaitMessage(browser, "web customer: BAL 4711");
        try (Listening again = browser.listen("", "Last-Event-ID", seen.id())) {
            assertThat(again.next("BAL 4711").data().get("from").asText()).isEqualTo("customer");
            assertThat(again.next("Balance of account").data().get("channel").asText()).isEqualTo("web");
        }
    }

    @Test
    void whatIsCommittedLateIsPushedThoughItsIdIsLower() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        try (Listening listening = browser.listen("")) {
            long early = premises.hub.newId();
            browser.say("BAL", "key-late");
            listening.next("Balance of account");
            premises.execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at) select " + early
                    + ", customer_id, false, 'email', value, 'us', 'late', 'SENT', now() from address where value = '" + number + "'");
            assertThat(listening.next("late").data().get("channel").asText()).isEqualTo("email");
        }
    }

    @Test
    void whatConsentMayStillForbidIsShownWhenItGoesOut() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        try (Listening listening = browser.listen("")) {
            long queued = premises.hub.newId();
            premises.execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, state, at, category) select "
                    + queued + ", customer_id, false, 'web', value, 'us', 'an offer', 'QUEUED', now() - interval '1 hour', 'dialogue' from address "
                    + "where value = '" + number + "'");
            browser.say("BAL", "key-before-it");
            listening.next("Balance of account");
            assertThat(texts(browser.get("/messages"))).noneMatch(text -> text.contains("an offer"));
            premises.execute("update message set state = 'SENT' where id = " + queued);
            assertThat(listening.next("an offer")).isNotNull();
            premises.execute("update message set state = 'OPTED_OUT' where id = " + queued);
            assertThat(texts(browser.get("/messages"))).noneMatch(text -> text.contains("an offer"));
        }
    }

    @Test
    void whoHasSeveralAddressesSeesWhatWasSaidOnAllOfThem() throws Exception {
        String number = premises.customer();
        String other = premises.customer();
        premises.text(other, "BAL");
        premises.receives(other);
        Browser browser = Browser.of(premises, number);
        try (Listening listening = browser.listen("")) {
            premises.link(number, other);
            awaitMessage(browser, "sms customer: BAL");
            assertThat(listening.next("Balance of account").data().get("channel").asText()).isEqualTo("sms");
            premises.text(other, "STOP");
            await().until(() -> browser.get("/consent").at("/optedOut").equals("true"));
        }
    }

    @Test
    void aSecretIsShownToNobody() throws Exception {
        String number = premises.customer();
        Browser browser = Browser.of(premises, number);
        String sealed = premises.hub.seal().seal("4711");
        premises.execute("update message set text = '" + sealed + "' where inbound and customer_address = '" + number + "'");
        assertThat(texts(browser.get("/messages"))).first().isEqualTo("sms customer: ****");
    }

    @Test
    void whatCannotBeStoredIsNotAccepted() throws Exception {
        Premises closing = new Premises(null);
        try {
            Browser browser = Browser.of(closing, closing.customer());
            closing.place.database().close();
            Answer answer = browser.say("BAL", "key-00000001");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.response().headers().firstValue("Retry-After")).contains("2");
        } finally {
            closing.close();
        }
    }

    @Test
    void behindTlsTheCookieIsForTlsAndThisHostAlone() throws Exception {
        try (Premises secure = new Premises(URI.create("https://hub.example.com"))) {
            Browser browser = new Browser(secure);
            String number = secure.customer();
            Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number + "\"}");
            assertThat(browser.redeem(number, asked.at("/request"), secure.code(number)).cookie()).startsWith("__Host-keyline=").endsWith("; Secure")
                    .contains("; Path=/;");
            assertThat(browser.get("/session").status()).isEqualTo(200);
        }
    }

    @Test
    void fromOneAddressFiveCodesAnHourCanBeAskedFor() throws Exception {
        Browser browser = new Browser(premises, "198.51.100.7");
        for (int i = 0; i < 5; i++) {
            assertThat(browser.send("POST", "/code", "{\"address\": \"" + premises.customer() + "\"}").status()).isEqualTo(202);
        }
        assertThat(browser.send("POST", "/code", "{\"address\": \"" + premises.customer() + "\"}").status()).isEqualTo(429);
    }

    @Test
    void nobodyHearsWhatIsForSomebodyElse() throws Exception {
        Browser anna = Browser.of(premises, premises.customer());
        Browser bo = Browser.of(premises, premises.customer());
        try (Listening annas = anna.listen(""); Listening bos = bo.listen("")) {
            anna.say("BAL", "key-of-anna");
            annas.next("Balance of account");
            bo.say("HELP", "key-of-bo-1");
            assertThat(bos.next("Acme")).isNotNull();
        }
        assertThat(texts(bo.get("/messages"))).noneMatch(text -> text.contains("Balance"));
        assertThat(bo.say("BAL", "key-of-anna").status()).as("a key is its customer's").isEqualTo(202);
    }

    @Test
    void hundredsListenWithoutAThreadEach() throws Exception {
        int before = Thread.activeCount();
        List<Listening> all = new ArrayList<>();
        Browser browser = Browser.of(premises, premises.customer());
        premises.execute("insert into portal_session select sha256(('token-' || n)::bytea), '+4521000000', now(), now() from generate_series(1, 200) n");
        for (int i = 1; i <= 200; i++) {
            Browser other = new Browser(premises);
            other.cookie = "keyline=token-" + i;
            all.add(other.listen(""));
        }
        assertThat(Thread.activeCount() - before).isLessThan(20);
        try (Listening own = browser.listen("")) {
            browser.say("BAL", "key-of-one");
            own.next("Balance of account");
        }
        for (Listening one : all) {
            one.close();
        }
    }

    @Test
    void thePageRunsNothingButItsOwnFiles() {
        for (String file : List.of("/portal", "/portal/", "/portal/portal.js", "/portal/api.js", "/portal/chat.js", "/portal/answers.js", "/portal/portal.css")) {
            Answer answer = Browser.send(HttpRequest.newBuilder(premises.web.url().resolve(file)));
            assertThat(answer.status()).as(file).isEqualTo(200);
            assertThat(answer.response().headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(answer.response().body()).doesNotContain("innerHTML", "onclick", "style=", "eval(");
        }
    }
}
