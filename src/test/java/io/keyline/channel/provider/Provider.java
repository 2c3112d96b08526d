package io.keyline.channel.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyline.channel.http.UrlEncoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider as the outside sees it: an HTTP server that notes what it is asked and answers as the test says, and a client. */
public final class Provider implements AutoCloseable {

    /** A request that came. */
    public record Asked(String method, URI uri, Map<String, String> headers, String body) {

        public Map<String, String> form() {
            return fields(body);
        }

        public Map<String, String> query() {
            return fields(uri.getRawQuery());
        }
    }

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile String answer = "";

    public Provider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param status 0: the connection is lost instead of an answer; below 0: no answer comes */
    public void answers(int status, String answer) {
        this.status = status;
        this.answer = answer;
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (status > 0) {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        if (status >= 0) {
            exchange.close();
        }
    }

    /** The next request that came. */
    public Asked asked() throws InterruptedException {
        Asked next = asked.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody asked");
        }
        return next;
    }

    public boolean nobodyAsked() {
        return asked.isEmpty();
    }

    public HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    public HttpResponse<String> post(String url, String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", type).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new TreeMap<>();
        UrlEncoded.read(encoded).forEach(pair -> fields.put(pair.getKey(), new String(pair.getValue(), StandardCharsets.UTF_8)));
        return fields;
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
