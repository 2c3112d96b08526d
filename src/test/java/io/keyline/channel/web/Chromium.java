package io.keyline.channel.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium, driven as W3C WebDriver says, by Debian's chromedriver. */
final class Chromium implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String OPTIONS = """
            {"capabilities": {"alwaysMatch": {"goog:loggingPrefs": {"browser": "ALL"}, "goog:chromeOptions": {"binary": "%s", "args":
            ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--lang=%s", "--window-size=%d,800",
            "--user-data-dir=%s"]}}}}""";

    private final Process driver;
    private final String session;

    /** @param width of the window in pixels */
    Chromium(String language, int width) throws IOException {
        driver = new ProcessBuilder(program("chromedriver").orElseThrow().toString(), "--port=0").redirectErrorStream(true).start();
        String url = "http://127.0.0.1:" + port(driver.inputReader());
        Path profile = Files.createTempDirectory("keyline-chromium");
        JsonNode begun = send("POST", url + "/session", OPTIONS.formatted(program("chromium").orElseThrow(), language, width, profile));
        session = url + "/session/" + begun.get("sessionId").asText();
    }

    /** Whether this machine has both. */
    static boolean isThere() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable).findFirst();
    }

    private static String port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
        }
        throw new IOException("chromedriver did not start");
    }

    private static JsonNode send(String method, String url, String body) {
        try {
            HttpResponse<String> response = CLIENT.send(HttpRequest.newBuilder(URI.create(url)).method(method, body == null
                    ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(value.get("error").asText() + ": " + value.get("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode post(String path, Map<String, ?> body) {
        return send("POST", session + path, JSON.valueToTree(body).toString());
    }

    void open(URI url) {
        post("/url", Map.of("url", url.toString()));
    }

    /** Drops the cookies of the site that it shows. */
    void forget() {
        send("DELETE", session + "/cookie", null);
    }

    /** The value of a JavaScript expression. */
    JsonNode value(String expression) {
        return post("/execute/sync", Map.of("script", "return " + expression, "args", new Object[0]));
    }

    /** Clicks as a person does: on what can be seen, and is not disabled. */
    void click(String css) {
        post("/element/" + element(css) + "/click", Map.of());
    }

    void type(String css, String text) {
        post("/element/" + element(css) + "/value", Map.of("text", text));
    }

    private String element(String css) {
        return post("/element", Map.of("using", "css selector", "value", css)).properties().iterator().next().getValue().asText();
    }

    /** What the page shows, as a person reads it. */
    String text() {
        return value("document.body.innerText").asText();
    }

    /** What the console says: errors, and what the content security policy forbade. */
    String console() {
        return post("/se/log", Map.of("type", "browser")).toString();
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, null);
        } finally {
            driver.destroy();
        }
    }
}
