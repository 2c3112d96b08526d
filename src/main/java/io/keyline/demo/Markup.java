package io.keyline.demo;

import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A document that tells what to say, read without any DTD. */
record Markup(Element root) {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;

    /** Posts a form. @throws IOException if nobody answers, or refuses */
    static HttpResponse<String> post(String url, Map<String, String> form, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(encoded(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answered(HTTP.send(request.build(), BodyHandlers.ofString()));
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return answered(HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString()));
    }

    private static HttpResponse<String> answered(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException("HTTP " + response.statusCode() + (response.statusCode() == 401 ? ", the token or secret is another" : ""));
        }
        return response;
    }

    static Markup of(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != OK) {
            throw new IOException("HTTP " + response.statusCode() + " instead of a document");
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new Markup(factory.newDocumentBuilder().parse(new InputSource(new StringReader(response.body()))).getDocumentElement());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("the answer is no document: " + e.getMessage(), e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream().map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The elements of this name, at any depth. */
    List<Markup> all(String name) {
        NodeList nodes = root.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> new Markup((Element) nodes.item(i))).toList();
    }

    List<String> texts(String name) {
        return all(name).stream().map(Markup::text).toList();
    }

    String text() {
        return root.getTextContent().strip();
    }

    String attribute(String name) {
        return root.getAttribute(name);
    }
}
