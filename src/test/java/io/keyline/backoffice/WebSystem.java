package io.keyline.backoffice;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web service that answers as the test says, one answer after the other, and the last one again and again. */
final class WebSystem implements AutoCloseable {

    /** A request that came. @param headers the first value of each, by name as HttpServer writes it: Idempotency-key */
    record Seen(String path, Map<String, String> headers, String body) {
    }

    private record Answer(int status, String type, Map<String, String> headers, String body, CountDownLatch when) {
    }

    private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Answer> answers = new ArrayDeque<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    WebSystem() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var headers = new HashMap<String, String>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
                var answer = next();
                seen.add(new Seen(exchange.getRequestURI().toString(), headers, body));
                answer.when.await();
                answer.headers.forEach(exchange.getResponseHeaders()::set);
                exchange.getResponseHeaders().set("Content-Type", answer.type);
                if (answer.status > 0) {
                    var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private synchronized Answer next() {
        return answers.size() > 1 ? answers.poll() : answers.peek();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    WebSystem answers(int status, String body) {
        return answers(status, "application/json", Map.of(), body);
    }

    synchronized WebSystem answers(int status, String type, Map<String, String> headers, String body) {
        answers.add(new Answer(status, type, headers, body, new CountDownLatch(0)));
        return this;
    }

    /** Closes the connection instead of answering. */
    WebSystem hangsUp() {
        return answers(0, "");
    }

    /** Answers when the latch is open. */
    synchronized WebSystem waitsFor(CountDownLatch latch, String body) {
        answers.add(new Answer(200, "application/json", Map.of(), body, latch));
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
