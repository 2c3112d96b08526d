package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.http.TwilioSignature;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A call as Twilio makes it: each request is signed, and goes where the last document said. */
final class Line {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String call = "CA" + UUID.randomUUID().toString().replace("-", "");
    private final CallCentre company;
    private final String from;
    private final String to;
    private String next = "/voice/twilio";
    private Document heard;

    Line(CallCentre company, String from, String to) {
        this.company = company;
        this.from = from;
        this.to = to;
    }

    /** Somebody calls, and hears the first words. */
    static Line call(CallCentre company, String from) throws Exception {
        return call(company, from, CallCentre.NUMBER);
    }

    static Line call(CallCentre company, String from, String to) throws Exception {
        Line line = new Line(company, from, to);
        line.says(Map.of());
        return line;
    }

    Line presses(String keys) throws Exception {
        return says(Map.of("Digits", keys));
    }

    /** Presses the key that was told for this. */
    Line chooses(String label) throws Exception {
        String told = spoken().stream().filter(line -> line.startsWith(label)).findFirst()
                .orElseThrow(() -> new AssertionError("nobody said " + label + " but " + spoken()));
        return presses(told.replaceAll(".*?(\\d+)\\.$", "$1"));
    }

    Line speaks(String words) throws Exception {
        return says(Map.of("SpeechResult", words, "Confidence", "0.9"));
    }

    Line isSilent() throws Exception {
        return says(Map.of());
    }

    private Line says(Map<String, String> what) throws Exception {
        HttpResponse<String> response = post(next, form(what));
        assertThat(response.statusCode()).isEqualTo(200);
        hears(response.body());
        return this;
    }

    /** The request that would come next if this were said, as often as wanted. */
    String asks(Map<String, String> what) throws Exception {
        HttpResponse<String> response = post(next, form(what));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    /** Twilio tells of the end of the call. */
    int ends() throws Exception {
        return post("/voice/twilio", form(Map.of("CallStatus", "completed"))).statusCode();
    }

    void hears(String document) throws Exception {
        heard = read(document);
        NodeList gathers = heard.getElementsByTagName("Gather");
        next = gathers.getLength() == 1 ? ((Element) gathers.item(0)).getAttribute("action").replaceFirst("^https?://[^/]+", "") : null;
    }

    /** A document, read as a voice browser should: without DTD. */
    static Document read(String document) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(document)));
    }

    Map<String, String> form(Map<String, String> what) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("CallSid", call, "AccountSid", "AC1", "From", from, "To", to, "CallStatus", "in-progress",
                "Direction", "inbound", "ApiVersion", "2010-04-01", "SomethingNew", "æ & ø"));
        form.putAll(what);
        return form;
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        String url = company.url() + path;
        return post(url, TwilioSignature.of(CallCentre.TOKEN, url, List.copyOf(form.entrySet())), form);
    }

    /** @param signature null: none */
    static HttpResponse<String> post(String url, String signature, Map<String, String> form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(encoded(form)));
        if (signature != null) {
            request.header("X-Twilio-Signature", signature);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream().map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What is said, in order. */
    List<String> spoken() {
        return texts("Say");
    }

    String spokenAll() {
        return String.join(" ", spoken());
    }

    List<String> texts(String element) {
        NodeList nodes = heard.getElementsByTagName(element);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> nodes.item(i).getTextContent()).toList();
    }

    /** An attribute of the one element of this name. */
    String attribute(String element, String name) {
        NodeList nodes = heard.getElementsByTagName(element);
        assertThat(nodes.getLength()).as(element).isGreaterThan(0);
        return ((Element) nodes.item(0)).getAttribute(name);
    }

    boolean isAsked() {
        return next != null;
    }

    boolean isOver() {
        return heard.getElementsByTagName("Hangup").getLength() == 1;
    }

    /** To whom the caller is put through; empty if to nobody. */
    List<String> transferredTo() {
        return texts("Dial");
    }
}
