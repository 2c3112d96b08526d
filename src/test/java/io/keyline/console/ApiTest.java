package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.hub.Names;
import io.keyline.worklist.Office;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The API of the work list")
class ApiTest {

    private static final String ANNA = "annas-token-0123456789";
    private static final String BO = "bos-token-0123456789-0";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger(4530_000);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Office office;
    private static Api api;

    private final String address = "+" + NUMBERS.incrementAndGet() + "001";

    @BeforeAll
    static void start() throws Exception {
        office = new Office();
        api = Api.start("127.0.0.1", 0, Employees.of("anna:" + ANNA + ", bo:" + BO, Set.of()), WorklistOperations.of(office.worklist));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        office.close();
    }

    /** An answer of the server. */
    private record Answer(int status, String type, JsonNode body) {

        String detail() {
            assertThat(type).isEqualTo("application/problem+json");
            assertThat(body.get("status").asInt()).isEqualTo(status);
            return body.path("field").asText("") + " " + body.get("detail").asText();
        }
    }

    private static Answer send(int port, HttpRequest.Builder request, String path) {
        try {
            HttpResponse<String> response = CLIENT.send(request.uri(URI.create("http://127.0.0.1:" + port + "/api/worklist" + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("no JSON came from " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder as(String token) {
        return HttpRequest.newBuilder().header("Authorization", "Bearer " + token);
    }

    private static Answer get(String path) {
        return send(api.port(), as(ANNA), path);
    }

    private static Answer post(String token, String path, String body) {
        return send(api.port(), as(token).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }

    private static Answer act(String token, String path) {
        return send(api.port(), as(token).POST(HttpRequest.BodyPublishers.noBody()), path);
    }

    private String item(String queue) {
        return Names.of(office.item(queue, office.customer(address, "hello")));
    }

    private static void refused(Answer answer, int status, String detail) {
        assertThat(answer.detail()).contains(detail);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void takesAnItemFromTheListToItsEnd() {
        String item = item("whole");
        Answer listed = get("?queue=whole&state=open&limit=10");
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().get("items")).singleElement().returns(item, one -> one.get("id").asText())
                .returns(address, one -> one.get("customer").asText()).returns("OPEN", one -> one.get("state").asText());

        Answer claimed = act(ANNA, "/" + item + "/claim");
        assertThat(claimed.status()).isEqualTo(200);
        assertThat(claimed.body().get("claimedBy").asText()).isEqualTo("anna");
        Answer answered = post(ANNA, "/" + item + "/answer", "{\"text\": \"Hej æøå 你好 👋\"}");
        assertThat(answered.status()).isEqualTo(202);
        await().until(() -> office.sent.contains(address + " Hej æøå 你好 👋"));
        assertThat(office.number("select count(*) from message where id = " + Names.parse(answered.body().get("message").asText()))).isEqualTo(1);

        JsonNode file = get("/" + item).body();
        assertThat(file.at("/customer/addresses/0").asText()).isEqualTo(address);
        assertThat(file.get("history")).extracting(entry -> entry.get("kind").asText()).contains("in", "out", "work");
        Answer closed = post(ANNA, "/" + item + "/close", "{\"note\": \"told by SMS\"}");
        assertThat(closed.body().get("outcome").asText()).isEqualTo("answered");
        assertThat(get("?queue=whole").body().get("items")).isEmpty();
        assertThat(get("?queue=whole&state=CLOSED").body().get("items")).hasSize(1);
    }

    @Test
    void handsAConversationBackWithAnAnswerAndWithout() {
        long customer = office.customer(address, "hello");
        String item = Names.of(office.item("dialogues", customer, office.conversation(customer, address, "HANDED", Office.QUESTION)));
        refused(post(ANNA, "/" + item + "/hand-back", "{\"answer\": \"perhaps\"}"), 422, "answer is no answer to the question: Renew?");
        JsonNode file = get("/" + item).body();
        assertThat(file.at("/conversation/question/text").asText()).isEqualTo("renew.offer");
        assertThat(file.at("/conversation/began/plan").asText()).isEqualTo("Gold");
        assertThat(post(ANNA, "/" + item + "/hand-back", "{\"answer\": \"no\"}").body().get("outcome").asText()).isEqualTo("handed-back");
        String other = Names.of(office.item("dialogues", customer, office.conversation(customer, address, "HANDED", Office.QUESTION)));
        assertThat(act(ANNA, "/" + other + "/hand-back").status()).isEqualTo(200);
    }

    @Test
    void pagesByTheLastIdOfThePageBefore() {
        for (int i = 0; i < 5; i++) {
            office.item("pages", 1_000 + i);
        }
        JsonNode first = get("?queue=pages&limit=3").body();
        assertThat(first.get("items")).hasSize(3);
        JsonNode second = get("?queue=pages&limit=3&after=" + first.get("next").asText()).body();
        assertThat(second.get("items")).hasSize(2);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void whatAnotherHasIsAConflictThatNamesThem() {
        String item = item("held");
        act(ANNA, "/" + item + "/claim");
        Answer refused = act(BO, "/" + item + "/claim");
        refused(refused, 409, "anna has this item");
        assertThat(refused.body().get("by").asText()).isEqualTo("anna");
        act(ANNA, "/" + item + "/release");
        post(BO, "/" + item + "/close", "{}");
        refused(post(ANNA, "/" + item + "/answer", "{\"text\": \"late\"}"), 409, "closed by bo as closed");
    }

    @Test
    void withoutAKnownTokenNothingIsSaid() {
        String item = item("tokens");
        HttpRequest.Builder none = HttpRequest.newBuilder();
        refused(send(api.port(), none, ""), 401, "a known token is needed");
        for (String token : new String[] {"", "x", ANNA + "x", ANNA.toUpperCase(java.util.Locale.ROOT), "annas-token-0123456788"}) {
            refused(send(api.port(), as(token), "/" + item), 401, "a known token is needed");
            refused(act(token, "/" + item + "/claim"), 401, "a known token is needed");
        }
        refused(send(api.port(), HttpRequest.newBuilder().header("Authorization", "Basic " + ANNA), ""), 401, "a known token is needed");
        refused(send(api.port(), HttpRequest.newBuilder().header("Authorization", "Bearer " + ANNA).header("Authorization", "Bearer x"), ""),
                401, "a known token is needed");
        refused(send(api.port(), HttpRequest.newBuilder(), "?Authorization=Bearer%20" + ANNA), 401, "a known token is needed");
        assertThat(office.text("select state from work_item where id = " + Names.parse(item))).isEqualTo("OPEN");
    }

    @Test
    void onlyTheTokenOfTheHubsOwnMakingActsUnderOtherNames() throws Exception {
        String item = item("names");
        refused(send(api.port(), as(BO).header(Api.AS_HEADER, "anna").POST(HttpRequest.BodyPublishers.noBody()), "/" + item + "/claim"), 403,
                "bo may not act under another name");
        try (Api own = Api.start("127.0.0.1", 0, Employees.operator("the-hubs-own-token-000"), WorklistOperations.of(office.worklist))) {
            HttpRequest.Builder carla = as("the-hubs-own-token-000").header(Api.AS_HEADER, "carla").POST(HttpRequest.BodyPublishers.noBody());
            assertThat(send(own.port(), carla, "/" + item + "/claim").body().get("claimedBy").asText()).isEqualTo("carla");
            HttpRequest.Builder odd = as("the-hubs-own-token-000").header(Api.AS_HEADER, "<b>carla").POST(HttpRequest.BodyPublishers.noBody());
            refused(send(own.port(), odd, "/" + item + "/release"), 422, "Keyline-Employee");
            refused(send(own.port(), as(ANNA), ""), 401, "a known token");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            answer | {"text": 5}                            | 422 | text is not a string
            answer | {"text": ""}                           | 422 | text is empty
            answer | {}                                     | 422 | text is missing
            answer | {"text": null}                         | 422 | text is missing
            answer | {"text": "a", "text": "b"}             | 400 | not JSON
            answer | {"text": "a"} {"text": "b"}            | 400 | not JSON
            answer | {"text": "a", "to": "+4512345678"}     | 422 | to is unknown here; there is text
            answer | {"text": "\\ud83d"}                     | 422 | text holds a control character, or half
            answer | {"text": "a\\u0000b"}                   | 422 | text holds a control character
            answer | {"@class": "java.net.URL"}             | 422 | @class is unknown here
            answer | {"text": "a"                           | 400 | not JSON
            answer | [[[[[[[[[[[[]]]]]]]]]]]]               | 400 | not JSON
            answer | []                                     | 400 | not a JSON object
            answer | null                                   | 400 | not a JSON object
            answer | text=a                                 | 400 | not JSON
            claim  | {"who": "bo"}                          | 422 | who is unknown here; there are no fields
            close  | {"outcome": "deleted"}                 | 422 | outcome is none of closed, opted-out, no-opt-out
            close  | {"outcome": "no-opt-out"}              | 422 | outcome this item is not about
            """)
    void aBodyThatIsWrongIsRefusedWithTheFieldAndTheReason(String act, String body, int status, String detail) {
        String item = item("bodies");
        refused(post(ANNA, "/" + item + "/" + act, body), status, detail);
        assertThat(office.text("select state from work_item where id = " + Names.parse(item))).isEqualTo("OPEN");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndLengthsAreLimited() {
        String item = item("sizes");
        refused(post(ANNA, "/" + item + "/answer", "{\"text\": \"" + "x".repeat(1_601) + "\"}"), 422, "text has 1601 characters, 1600 at most");
        assertThat(post(ANNA, "/" + item + "/answer", "{\"text\": \"" + "x".repeat(70_000) + "\"}").status()).isEqualTo(413);
        assertThat(post(ANNA, "/" + item + "/answer", "{\"text\": \"" + "x".repeat(1_600) + "\"}").status()).isEqualTo(202);
    }

    @Test
    void aFormOfAPageElsewhereIsRefused() {
        String item = item("forms");
        HttpRequest.Builder form = as(ANNA).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("text=hello"));
        refused(send(api.port(), form, "/" + item + "/answer"), 415, "application/json");
        HttpRequest.Builder upload = as(ANNA).header("Content-Type", "multipart/form-data; boundary=x").POST(HttpRequest.BodyPublishers.ofString(
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../evil\"\r\n\r\nevil\r\n--x--\r\n"));
        assertThat(send(api.port(), upload, "/" + item + "/answer").status()).isBetween(400, 422);
        assertThat(office.number("select count(*) from work_event where item_id = " + Names.parse(item))).isEqualTo(1);
    }

    /** Camel makes headers of the query and of the path; neither may pass for the other, nor reach Camel's own. */
    @Test
    void headersAndQueryCannotPassForThePathOrTheAnswer() {
        String item = item("headers");
        String other = Names.of(office.item("headers", 5_000));
        HttpRequest.Builder odd = as(ANNA).header("id", other).header("CamelHttpPath", "/api/worklist/" + other + "/claim")
                .header("cAmElHttpResponseCode", "299").header("CamelHttpResponseCode", "299").header("mail.smtp.host", "evil.example")
                .header("X-Forwarded-For", "1.2.3.4").POST(HttpRequest.BodyPublishers.noBody());
        Answer answer = send(api.port(), odd, "/" + item + "/claim?id=" + other + "&CamelHttpResponseCode=299&kafka.OVERRIDE_TOPIC=x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("id").asText()).isEqualTo(item);
        assertThat(office.text("select state from work_item where id = " + Names.parse(other))).isEqualTo("OPEN");
    }

    @Test
    void nothingOfTheRequestIsInTheAnswersHeaders() throws Exception {
        HttpResponse<String> response = CLIENT.send(as(ANNA).header("X-Secret", "mirror").uri(URI.create("http://127.0.0.1:" + api.port()
                + "/api/worklist?queue=none")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().map().keySet()).containsExactlyInAnyOrder(":status", "cache-control", "content-type", "content-length",
                "x-content-type-options");
        assertThat(response.headers().map().toString()).doesNotContain("mirror", ANNA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/zzzzzzzzzzzz", "/-1", "/+1", "/..", "/%2e%2e", "/%00", "/1%20or%201=1", "/1;x", "/AAAA", "/%D9%A1", "/99999999999999999999"})
    void anIdThatIsNoneIsNotFound(String path) {
        assertThat(get(path).status()).isEqualTo(404);
        assertThat(act(ANNA, path + "/claim").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET,/x/y/z,404", "POST,/1/delete,404", "DELETE,/1,405", "PUT,/1/claim,405", "GET,/1/claim,405", "POST,'',405"})
    void otherPathsAndMethodsAreRefused(String method, String path, int status) {
        refused(send(api.port(), as(ANNA).method(method, HttpRequest.BodyPublishers.noBody()), path), status, "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../pom.xml", "/pom.xml", "/logback.xml", "/META-INF/", "//etc/passwd", "/observe/health", "/q/dev"})
    void noFileIsServed(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 404");
    }

    @Test
    void whatIsNoHttpIsRefusedAndTheServerGoesOn() throws IOException {
        assertThat(raw("NONSENSE\r\n\r\n")).contains(" 400 ");
        assertThat(raw("GET /api/worklist HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")).contains(" 431 ");
        assertThat(raw("GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")).contains(" 414 ");
        assertThat(get("").status()).isEqualTo(200);
    }

    /** The first line of what comes back. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return String.valueOf(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"?limit=0,limit", "?limit=201,limit", "?limit=x,limit", "?state=lost,state", "?after=-,after", "?que=x,que", "?state=open&state=closed,state"})
    void aQueryThatIsWrongIsRefusedByItsField(String query, String field) {
        Answer answer = get(query);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("field").asText()).isEqualTo(field);
    }

    @Test
    void sqlInAQueueIsAQueueThatNobodyHas() {
        assertThat(get("?queue=x%27%20or%20%271%27=%271").body().get("items")).isEmpty();
    }

    @Test
    void aPortThatIsTakenStopsTheStartAndNamesTheSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Api.start("127.0.0.1", taken.getLocalPort(), Employees.operator("x"), WorklistOperations.of(office.worklist)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("127.0.0.1:" + taken.getLocalPort()).hasMessageContaining("api.port");
        }
    }

    @Test
    void withoutTheDatabaseItIsTriedAgainLater() throws Exception {
        try (Office gone = new Office(); Api closing = Api.start("127.0.0.1", 0, Employees.operator("the-hubs-own-token-000"), WorklistOperations.of(gone.worklist))) {
            gone.execute("alter table work_item rename to away");
            Answer answer = send(closing.port(), as("the-hubs-own-token-000"), "");
            refused(answer, 503, "the database does not take it");
            assertThat(answer.body().toString()).doesNotContain("work_item");
        }
    }
}
