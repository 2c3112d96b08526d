package io.keyline.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the requests by HTTP. What takes longer than a moment is answered with 202, and brought to the hub later if it says where. */
final class HttpWindow implements Window {

    private static final Logger LOG = LoggerFactory.getLogger(HttpWindow.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    static {
        // it keeps 200 at most else, and closes those beyond while requests come by them
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String secret;
    private final Desk desk;

    HttpWindow(int port, String secret, Desk desk) {
        this.secret = secret;
        this.desk = desk;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 500);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " on 127.0.0.1 is in use", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = Call.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answer answer = desk.answer(call, UUID.randomUUID().toString());
            if (!desk.faults().isSilent()) {
                answer(exchange, call, answer);
            }
        } catch (IllegalArgumentException e) {
            send(exchange, 400, e.getMessage());
        }
    }

    private void answer(HttpExchange exchange, Call call, Answer answer) throws IOException {
        Duration work = desk.faults().delay().plus(answer.after());
        String callback = exchange.getRequestHeaders().getFirst("Keyline-Callback");
        if (answer.status().equals("failed")) {
            send(exchange, 500, answer.reason());
        } else if (secret != null && callback != null && work.compareTo(A_MOMENT) > 0) {
            CompletableFuture.delayedExecutor(work.toMillis(), TimeUnit.MILLISECONDS, threads).execute(() -> bring(callback, desk.reply(call.key(), answer)));
            send(exchange, 202, "");
        } else {
            pause(work);
            send(exchange, 200, desk.reply(call.key(), answer));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status == 200 ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void bring(String callback, String reply) {
        try {
            HttpResponse<Void> answer = client.send(HttpRequest.newBuilder(URI.create(callback)).header("Content-Type", "application/json")
                    .header("Keyline-Signature", "sha256=" + signature(reply)).POST(HttpRequest.BodyPublishers.ofString(reply)).build(),
                    HttpResponse.BodyHandlers.discarding());
            LOG.info("brought to {}: {}", callback, answer.statusCode());
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("cannot be brought to {}: {}", callback, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void pause(Duration work) {
        try {
            Thread.sleep(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
