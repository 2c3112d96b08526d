package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Where {@code -Dkeyline.vxml-schema} names vxml.xsd of the W3C, every document is held against it too. */
@DisplayName("A call by a VoiceXML browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoiceXmlCallsTest {

    private final AtomicInteger customers = new AtomicInteger(20_400_000);
    private final String call = "k" + UUID.randomUUID();
    private CallCentre company;
    private Schema schema;

    @BeforeAll
    void opens() throws Exception {
        company = new CallCentre(Map.of());
        String file = System.getProperty("keyline.vxml-schema");
        schema = file == null ? null : SchemaFactory.newDefaultInstance().newSchema(Path.of(file).toFile());
    }

    @AfterAll
    void closes() throws Exception {
        company.close();
    }

    private String url() {
        return company.url() + "/voice/vxml/" + CallCentre.SECRET;
    }

    private String customer() {
        return "tel:+45" + customers.incrementAndGet();
    }

    private Document get(String query) throws Exception {
        HttpResponse<String> response = Line.get(url() + query);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/voicexml+xml; charset=utf-8");
        return read(response.body());
    }

    private Document read(String body) throws Exception {
        Document document = Line.read(body);
        VxmlStructure.check(document);
        if (schema != null) {
            schema.newValidator().validate(new DOMSource(document));
        }
        return document;
    }

    private Document begin(String call, String from, String to) throws Exception {
        return get("?step=0&call=" + call + "&from=" + URLEncoder.encode(from, StandardCharsets.UTF_8) + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
    }

    /** Submits what was entered to where the document says. */
    private Document enters(Document asked, String what) throws Exception {
        return read(Line.get(submit(asked) + "&entered=" + URLEncoder.encode(what, StandardCharsets.UTF_8)).body());
    }

    private static String submit(Document asked) {
        return first((Element) asked.getElementsByTagName("filled").item(0), "submit").getAttribute("next");
    }

    private static Element first(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    private static List<String> sentences(Document document) {
        List<String> said = new ArrayList<>();
        var prompts = document.getElementsByTagName("s");
        for (int i = 0; i < prompts.getLength(); i++) {
            said.add(prompts.item(i).getTextContent());
        }
        return said;
    }

    @Test
    void theFirstDocumentNamesTheCall() throws Exception {
        Document begin = get("");

        assertThat(begin.getDocumentElement().getAttribute("version")).isEqualTo("2.1");
        Element submit = (Element) begin.getElementsByTagName("submit").item(0);
        assertThat(submit.getAttribute("namelist")).isEqualTo("call from to");
        assertThat(submit.getAttribute("next")).isEqualTo(url() + "?step=0");
        assertThat(Line.get(url()).body()).isEqualTo(Line.get(url() + "?call=%22/%3E%3Cexit/%3E").body());
    }

    @Test
    void asksWithAFieldAndGrammarsForKeysAndSpeech() throws Exception {
        Document menu = begin(call + 1, customer(), "tel:" + CallCentre.NUMBER);

        assertThat(sentences(menu)).contains("Acme. What would you like to do?", "Your balance: press 1.");
        Element field = (Element) menu.getElementsByTagName("field").item(0);
        assertThat(field.getElementsByTagName("grammar").getLength()).isEqualTo(2);
        assertThat(first(field, "grammar").getAttribute("mode")).isEqualTo("dtmf");
        assertThat(field.getElementsByTagName("noinput").getLength()).isEqualTo(2);
        assertThat(submit(menu)).isEqualTo(url() + "?call=" + call + "1&step=1");
    }

    @Test
    void aDialogueGoesOnByKeysAndTheSameStepAgainIsTheSameDocument() throws Exception {
        String from = customer();
        CompletableFuture<Document> offer = CompletableFuture.supplyAsync(() -> {
            try {
                return begin(call + 2, from, "sip:" + CallCentre.RENEWALS + "@gateway.example;user=phone");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        company.asks().answer(Map.of("plan", "<exit/>]]><goto next=\"http://evil.example\"/>&", "ends", "2027-01-31"));
        assertThat(sentences(offer.get()).getFirst()).isEqualTo("Your <exit/>]]><goto next=\"http://evil.example\"/>& subscription ends on January 31, 2027. Renew it?");
        assertThat(offer.get().getElementsByTagName("goto").getLength()).isZero();
        String next = submit(offer.get()) + "&entered=2";
        String answer = Line.get(next).body();

        assertThat(sentences(read(answer)).getFirst()).contains("is not renewed");
        assertThat(read(answer).getElementsByTagName("disconnect").getLength()).isEqualTo(1);
        assertThat(Line.get(next).body()).isEqualTo(answer);
    }

    @Test
    void whoIsSilentTooOftenIsPutThrough() throws Exception {
        String from = customer();
        Document menu = begin(call + 3, from, CallCentre.NUMBER);
        Element third = (Element) menu.getElementsByTagName("noinput").item(1);
        assertThat(third.getAttribute("count")).isEqualTo("3");
        Document transfer = read(Line.get(first(third, "submit").getAttribute("next") + "&missed=3").body());

        assertThat(first(transfer.getDocumentElement(), "transfer").getAttribute("dest")).isEqualTo("tel:" + CallCentre.AGENTS);
        assertThat(company.texts("select queue from work_item w join address a using (customer_id) where a.value = '" + from.substring(4) + "'"))
                .containsExactly("agents");
    }

    @Test
    void speechStopsMessagesAndAHangUpEndsTheSession() throws Exception {
        String from = customer();
        Document stopped = enters(begin(call + 4, from, CallCentre.NUMBER), "stop");
        assertThat(String.join(" ", sentences(stopped))).contains("unsubscribed");

        Document other = begin(call + 5, from, CallCentre.NUMBER);
        read(Line.get(first((Element) other.getElementsByTagName("catch").item(0), "submit").getAttribute("next") + "&over=1").body());
        assertThat(company.texts("select (ended_at is not null)::text from live_session where provider_id like '%/" + call + "5'")).containsExactly("true");
    }

    @Test
    void whoeverDoesNotKnowThePathFindsNothing() throws Exception {
        assertThat(Line.get(company.url() + "/voice/vxml").statusCode()).isEqualTo(404);
        assertThat(Line.get(company.url() + "/voice/vxml/guessed").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutASecretOrFromElsewhereNobodyIsBelieved() throws Exception {
        try (CallCentre closed = new CallCentre(Map.of("voice.vxml-secret", "", "voice.twilio-token", ""))) {
            assertThat(Line.get(closed.url() + "/voice/vxml").statusCode()).isEqualTo(401);
            assertThat(Line.post(closed.url() + "/voice/twilio", "AAAA", Map.of("CallSid", "CA1")).statusCode()).isEqualTo(401);
        }
        try (CallCentre elsewhere = new CallCentre(Map.of("voice.vxml-allowed", "192.0.2.0/24"))) {
            assertThat(Line.get(elsewhere.url() + "/voice/vxml/" + CallCentre.SECRET).statusCode()).isEqualTo(401);
        }
    }
}
