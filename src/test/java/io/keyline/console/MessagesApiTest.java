package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.hub.Names;
import io.keyline.messages.Ledger;
import io.keyline.messages.MessageLog;
import io.keyline.messages.Tariff;
import io.keyline.store.Database;
import io.keyline.store.Ids;
import io.keyline.store.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The API of the message log")
class MessagesApiTest {

    private static final String OLGA = "olgas-token-0123456789";
    private static final String ANNA = "annas-token-0123456789";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String DANE = "+4551000001";
    private static final String ALSO_THE_DANE = "dane@example.com";
    private static final String SWEDE = "+46700000001";
    private static final String FINN = "+358400000001";
    private static final Instant EARLY = Ledger.day(3);
    private static final Instant LATE = Ledger.day(1);

    @TempDir
    static Path directory;
    private static OpenApiDocument document;
    private static Database database;
    private static Ledger ledger;
    private static Api api;
    private static long asked;
    private static long answered;

    @BeforeAll
    static void start() throws Exception {
        document = OpenApiDocument.read("docs/messages-openapi.yaml");
        database = TestDatabase.fresh();
        Path rates = Files.writeString(directory.resolve("rates.csv"), """
                provider,prefix,direction,currency,rate,from
                sms,+45,out,EUR,0.035,2020-01-01
                sms,+45,out,EUR,0.030,%s
                sms,+46,out,SEK,0.4,2020-01-01
                sms,,in,EUR,0.001,2020-01-01
                """.formatted(Ledger.day(2).atZone(ZoneOffset.UTC).toLocalDate()));
        Path departments = Files.writeString(directory.resolve("departments.csv"), "by,name,department\nroute,balance,Finance\naccount,erp,Logistics\n");
        Tariff tariff = Tariff.read(rates, departments, ZoneOffset.UTC, (file, line, what) -> {
            throw new AssertionError(file + ":" + line + ": " + what);
        });
        Ids ids = new Ids(0, 0);
        MessageLog log = new MessageLog(database.jdbi(), ids::next, tariff, PATIENCE);
        api = Api.start("127.0.0.1", 0, Employees.of("olga:" + OLGA + ",anna:" + ANNA, Set.of("olga")), MessageOperations.of(log));
        ledger = new Ledger(database.jdbi());
        fill();
    }

    private static void fill() {
        ledger.customer(1, DANE);
        ledger.customer(1, ALSO_THE_DANE);
        ledger.customer(2, SWEDE);
        ledger.customer(3, FINN);
        asked = ledger.in(EARLY, 1, DANE, "Bal, SALDO PÅ KONTO", "balance");
        answered = ledger.out(EARLY, 1, DANE, "Balance: 12 kr.", asked, 2);
        ledger.account(ledger.out(EARLY, 1, DANE, "Your parcel is on its way", 0, 1), "erp");
        ledger.out(LATE, 1, DANE, "Балaнс: 12 kr.", asked, 3);
        ledger.out(LATE, 2, SWEDE, "=HYPERLINK(\"http://x\"), \"quoted\"\nline", 0, 2);
        ledger.out(LATE, 3, FINN, "sealed:AAAA", 0, 1);
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static HttpResponse<String> send(String token, String path) throws Exception {
        return send(api, token, path);
    }

    private static HttpResponse<String> send(Api api, String token, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(send(OLGA, path).body());
    }

    /** Texts of the messages of the last days that are found. */
    private static List<String> texts(String filters) throws Exception {
        JsonNode page = json("/api/messages?texts=true&from=" + EARLY.minusSeconds(60) + "&to=" + LATE.plusSeconds(60) + filters);
        document.matches(page, document.answer("/api/messages"), filters);
        List<String> texts = new ArrayList<>();
        page.get("messages").forEach(message -> texts.add(message.get("text").asText().lines().findFirst().orElseThrow()));
        return texts;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Test
    void onlyWhoRunsTheHubMayLook() throws Exception {
        for (String path : List.of("/api/messages", "/api/messages.csv", "/api/messages/" + Names.of(asked), "/api/costs")) {
            assertThat(send(ANNA, path).statusCode()).as(path).isEqualTo(403);
            assertThat(send("a-token-that-nobody-has", path).statusCode()).as(path).isEqualTo(401);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            &customer=%2B46700000001                 | =HYPERLINK("http://x"), "quoted"
            &customer=dane%40example.com&direction=in| Bal, SALDO PÅ KONTO
            &text=på+bal                             | Bal, SALDO PÅ KONTO
            &text=БАЛ                                | Балaнс: 12 kr.
            &text=12+balance                         | Balance: 12 kr.
            &text=%25                                |
            &text=AAAA                               |
            &keyword=BAL                             | Bal, SALDO PÅ KONTO
            &route=balance&direction=out&limit=1     | Балaнс: 12 kr.
            &route=balance&state=answered            | Bal, SALDO PÅ KONTO
            &provider=sms&customer=%2B358400000001   | ****
            &provider=other                          |
            &channel=email                           |
            """)
    void whatIsLookedForIsFound(String filters, String text) throws Exception {
        assertThat(texts(filters.replace("på", encoded("på")).replace("БАЛ", encoded("БАЛ"))))
                .isEqualTo(text == null ? List.of() : List.of(text));
    }

    @Test
    void pagesGoFromTheNewestToTheOldestAndShowEachOnce() throws Exception {
        String path = "/api/messages?customer=" + encoded(DANE) + "&limit=3";
        JsonNode first = json(path);
        JsonNode second = json(path + "&before=" + first.get("next").asText());

        List<Long> ids = new ArrayList<>();
        first.get("messages").forEach(message -> ids.add(Names.parse(message.get("id").asText())));
        second.get("messages").forEach(message -> ids.add(Names.parse(message.get("id").asText())));
        assertThat(ids).hasSize(4).doesNotHaveDuplicates().isSortedAccordingTo((one, other) -> Long.compare(other, one)).last().isEqualTo(asked);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void withoutTextsNeitherTheyNorNumbersAreTold() throws Exception {
        String page = json("/api/messages?customer=" + encoded(DANE)).toString();
        String story = json("/api/messages/" + Names.of(asked)).toString();

        assertThat(page + story).contains("+455100****").doesNotContain(DANE, "SALDO", "Balance");
    }

    @Test
    void theStoryHasPartsReceiptsDelaysAndCost() throws Exception {
        database.jdbi().useHandle(handle -> handle.execute("insert into delay values (?, 'throttled', 4, ?, ?)", answered, EARLY, EARLY.plusSeconds(2)));
        JsonNode story = json("/api/messages/" + Names.of(asked) + "?texts=true");

        document.matches(story, document.answer("/api/messages/{id}"), "story");
        JsonNode answer = story.get("messages").get(1);
        assertThat(answer.get("id").asText()).isEqualTo(Names.of(answered));
        assertThat(answer.get("parts")).hasSize(2).allSatisfy(part -> assertThat(part.get("receiptMillis").asInt()).isEqualTo(3_000));
        assertThat(answer.at("/delays/0/times").asInt()).isEqualTo(4);
        assertThat(answer.at("/cost/amounts/0/amount").asText()).isEqualTo("0.070");
        assertThat(story.at("/cost/amounts/0/amount").asText()).as("1 in, 2 then, and 3 at the later rate").isEqualTo("0.161");
    }

    @Test
    void aBillIsExactByTheRateOfTheDay() throws Exception {
        JsonNode bill = json("/api/costs?by=department&from=" + EARLY.minusSeconds(60) + "&to=" + LATE.plusSeconds(60));

        document.matches(bill, document.answer("/api/costs"), "bill");
        assertThat(lines(bill)).containsExactly("Finance 3 6 0.161 EUR, 0", "Logistics 1 1 0.035 EUR, 0", "none 2 3 0.8 SEK, 1");
        assertThat(line(bill.get("total"))).isEqualTo("total 6 10 0.196 EUR 0.8 SEK, 1");
    }

    @Test
    void aBillBySomethingElseHasTheSameTotal() throws Exception {
        String range = "&from=" + EARLY.minusSeconds(60) + "&to=" + LATE.plusSeconds(60);
        assertThat(lines(json("/api/costs?by=day" + range))).containsExactly(day(EARLY) + " 3 4 0.106 EUR, 0", day(LATE) + " 3 6 0.090 EUR 0.8 SEK, 1");
        assertThat(lines(json("/api/costs?by=provider" + range))).containsExactly("sms 6 10 0.196 EUR 0.8 SEK, 1");
        assertThat(lines(json("/api/costs?by=route" + range))).containsExactly("balance 3 6 0.161 EUR, 0", "none 3 4 0.035 EUR 0.8 SEK, 1");
    }

    private static String day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static List<String> lines(JsonNode bill) {
        List<String> lines = new ArrayList<>();
        bill.get("lines").forEach(one -> lines.add(line(one)));
        return lines;
    }

    private static String line(JsonNode line) {
        StringBuilder words = new StringBuilder(line.get("name").asText()).append(' ').append(line.get("messages")).append(' ').append(line.get("segments"));
        line.at("/cost/amounts").forEach(one -> words.append(' ').append(one.get("amount").asText()).append(' ').append(one.get("currency").asText()));
        return words.append(", ").append(line.at("/cost/unrated")).toString();
    }

    @Test
    void aFileHasNoFormulas() throws Exception {
        String file = send(OLGA, "/api/messages.csv?texts=true&customer=" + encoded(SWEDE)).body();

        assertThat(file).startsWith("id,at,direction,channel,provider,customer,company,state,reason,route,category,department,segments,cost,currency,text\r\n")
                .endsWith(",out,sms,sms,'" + SWEDE + ",1234,DELIVERED,,,notice,none,2,0.8,SEK,\"'=HYPERLINK(\"\"http://x\"\"), \"\"quoted\"\"\nline\"\r\n");
    }

    @Test
    void aFileIsAsLongAsItTakes() throws Exception {
        Instant then = Ledger.day(10);
        database.jdbi().useHandle(handle -> handle.execute("insert into message (id, customer_id, inbound, channel, customer_address, company_address, text, "
                + "state, at) select ? + n, 9, false, 'sms', '+4552000000', '1234', 'n' || n, 'SENT', ? from generate_series(1, 2500) n", Ids.floor(then), then));

        HttpResponse<String> file = send(OLGA, "/api/messages.csv?texts=true&from=" + then.minusSeconds(60) + "&to=" + then.plusSeconds(60));
        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        List<String> lines = file.body().lines().toList();
        assertThat(lines).hasSize(2_501);
        assertThat(lines.get(1)).endsWith(",n2500");
        assertThat(lines.getLast()).endsWith(",n1");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/api/messages?text=anything", "/api/messages.csv", "/api/costs"})
    void whatTakesTooLongIsGivenUpAndSaysHowToAskForLess(String path) throws Exception {
        HttpResponse<String> answer = database.jdbi().inTransaction(handle -> {
            handle.execute("lock table message in access exclusive mode");
            return send(OLGA, path);
        });

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"from\"", "gave up after 1 seconds: narrow the time, or name the customer");
    }

    @Test
    void anAnswerThatCannotBeReadToItsEndBreaksOff() throws Exception {
        InputStream fails = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the database is gone");
            }
        });
        Operation download = new Operation("download", "GET", "/api/download", Operation.Role.OPERATOR,
                (request, who) -> new Operation.Download("text/csv", fails));
        try (Api other = Api.start("127.0.0.1", 0, Employees.operator(OLGA), List.of(download))) {
            assertThatThrownBy(() -> send(other, OLGA, "/api/download")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"messages?from=yesterday,from", "messages?state=lost,state", "messages?direction=up,direction", "messages?limit=201,limit",
        "messages?texts=yes,texts", "messages?before=-,before", "messages?text=,text", "messages?text=1+2+3+4+5+6+7+8+9,text",
        "messages?channels=sms,channels", "messages.csv?limit=5,limit", "messages?text=%00,text", "costs?by=moon,by",
        "costs?from=2024-01-01&to=2026-01-01,from", "costs?from=2026-02-01&to=2026-01-01,from"})
    void aWrongParameterIsNamed(String query, String field) throws Exception {
        HttpResponse<String> answer = send(OLGA, "/api/" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        document.matches(new ObjectMapper().readTree(answer.body()), document.schema("Problem"), query);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThat(send(OLGA, "/api/messages?customer=%2B4599999999").statusCode()).isEqualTo(404);
        assertThat(send(OLGA, "/api/messages/zzzz").statusCode()).isEqualTo(404);
    }

    @Test
    void whoLookedAtWhatIsWrittenDownForGood() throws Exception {
        json("/api/messages?customer=" + encoded(FINN) + "&text=my+parcel&keyword=parcel&texts=true");
        json("/api/messages/" + Names.of(asked));

        List<String> audit = database.jdbi().withHandle(handle -> handle.createQuery("select who || ' ' || action || ' ' || what from audit order by id desc limit 2")
                .mapTo(String.class).list());
        assertThat(audit.get(0)).startsWith("olga messages.show ").contains("\"message\": " + asked, "\"texts\": false");
        assertThat(audit.get(1)).startsWith("olga messages.search ").contains("\"words\": 2", "\"keyword\": true", "\"customer\": 3", "\"texts\": true")
                .doesNotContain(FINN, "parcel");
        for (String change : List.of("update audit set who = 'anna'", "delete from audit")) {
            assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(change))).hasMessageContaining("append-only");
        }
    }

    @Test
    void everyOperationIsDescribedAndNoOther() {
        document.isWhole();
        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(
                MessageOperations.of(null).stream().map(one -> one.method() + " " + one.path()).toList());
    }
}
