package io.keyline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the page's scripts do, without the page: requests with a cookie, from an IP address of its own. */
final class Browser {

    /** @param cookie as it was set, or null */
    record Answer(int status, JsonNode body, String cookie, HttpResponse<String> response) {

        String at(String pointer) {
            return body.at(pointer).asText();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Premises premises;
    private final String ip;
    String cookie;

    Browser(Premises premises) {
        this(premises, "192.0.2." + ADDRESSES.incrementAndGet());
    }

    Browser(Premises premises, String ip) {
        this.premises = premises;
        this.ip = ip;
    }

    /** Signs in as the customer with this number. */
    static Browser of(Premises premises, String number) throws Exception {
        Browser browser = new Browser(premises);
        Answer asked = browser.send("POST", "/code", "{\"address\": \"" + number + "\"}");
        Answer in = browser.redeem(number, asked.at("/request"), premises.code(number));
        assertThat(in.status()).isEqualTo(200);
        return browser;
    }

    Answer redeem(String number, String request, String code) {
        Answer answer = send("POST", "/session", "{\"address\": \"%s\", \"request\": \"%s\", \"code\": \"%s\"}".formatted(number, request, code));
        if (answer.cookie != null) {
            cookie = answer.cookie.split(";")[0];
        }
        return answer;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer say(String text, String key) {
        return send("POST", "/messages", JSON.createObjectNode().put("text", text).toString(), "Idempotency-Key", key);
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).header(Api.HEADER, "1").method(method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** A request without any of what the page adds. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + premises.web.port() + "/portal/api" + path))
                .header("X-Forwarded-For", ip);
        return cookie == null ? request : request.header("Cookie", "theme=dark; " + cookie);
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.createObjectNode(),
                    response.headers().firstValue("Set-Cookie").orElse(null), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stream of events that is read as it comes. */
    Listening listen(String query, String... headers) throws Exception {
        HttpRequest.Builder request = request("/events" + query);
        HttpResponse<InputStream> response = CLIENT.send((headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new Listening(response.body());
    }

    /** An event of a stream. */
    record Event(String id, String name, JsonNode data) {
    }

    /** A stream, read by a thread of its own. */
    static final class Listening implements AutoCloseable {

        private final InputStream stream;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        Listening(InputStream stream) {
            this.stream = stream;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            String id = null;
            String name = null;
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        events.add(new Event(id, name, JSON.readTree(line.substring(6))));
                    }
                }
            } catch (IOException e) {
                events.add(new Event(null, "broken", JSON.createObjectNode()));
            }
        }

        /** The next event with this text; those before it are passed over. */
        Event next(String text) throws InterruptedException {
            while (true) {
                Event event = next();
                if (event.data().path("text").asText().startsWith(text)) {
                    return event;
                }
            }
        }

        Event next() throws InterruptedException {
            Event event = events.poll(5, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
