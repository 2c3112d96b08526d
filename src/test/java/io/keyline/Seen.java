package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyline.demo.BackOffice;
import io.keyline.demo.Delivery;
import io.keyline.demo.ShortMessage;
import io.keyline.demo.Smsc;
import io.keyline.demo.Submit;
import io.keyline.deploy.Problem;
import io.keyline.store.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The whole hub in this process, between a simulated SMSC and a simulated back office, and what it shows of itself over HTTP. */
final class Seen implements AutoCloseable {

    static final String SHORT_CODE = "1234";
    private static final String ACCOUNT = "keyline";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    record Answer(int status, String body) {

        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(body);
        }

        /** The value of this series, labels in the order of the alphabet; 0 if there is none. */
        double value(String series) {
            return body.lines().filter(line -> line.startsWith(series + " ")).mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst().orElse(0);
        }
    }

    final Smsc smsc;
    final Collector collector = new Collector();
    final Path config;
    final int webPort;
    /** What the system of orders learned of traces, request by request. It has no orders, and does not say so at once. */
    final List<String> shop = new CopyOnWriteArrayList<>();
    private final HttpServer shopSystem;
    private final BackOffice backOffice;
    private final Application application;
    private final HttpClient http = HttpClient.newHttpClient();

    Seen(Path directory) throws Exception {
        smsc = Smsc.start(0).account(ACCOUNT, ACCOUNT, SHORT_CODE);
        int brokerPort = FreePort.next();
        webPort = FreePort.next();
        shopSystem = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        shopSystem.createContext("/", this::order);
        shopSystem.start();
        Path rates = Files.writeString(directory.resolve("rates.csv"), "provider,prefix,direction,currency,rate,from\nsms,+45,out,EUR,0.0350,2020-01-01\n");
        config = Files.writeString(directory.resolve("keyline.properties"), """
                data.directory = %s
                database.url = %s
                sms.port = %d
                broker.port = %d
                web.port = %d
                api.port = 0
                management.port = 0
                events.to = jms:topic:events
                back-office.file = %s
                tracing.url = %s
                rates.file = %s
                """.formatted(directory.resolve("data"), TestDatabase.newUrl(), smsc.port(), brokerPort, webPort,
                Files.writeString(directory.resolve("back-office.yaml"), """
                        connections: {shop: {http: "http://127.0.0.1:%d"}}
                        operations: {payments.take: {concurrency: 50, circuit-breaker: {}}, orders: {by: shop}}
                        """.formatted(shopSystem.getAddress().getPort())), collector.url(), rates));
        Files.createDirectories(directory.resolve("data"));
        List<Problem> problems = new ArrayList<>();
        application = Application.check(Settings.read(config, true, Map.of(), problems), problems);
        assertThat(application).as("%s", problems).isNotNull();
        application.start();
        backOffice = BackOffice.start("tcp://127.0.0.1:" + brokerPort, ACCOUNT, ACCOUNT, "keyline.");
        await("bound").atMost(PATIENCE).until(() -> smsc.binds().size() == 2);
        await("the back office is there").atMost(PATIENCE).until(backOffice::isConnected);
    }

    private void order(HttpExchange exchange) throws IOException {
        try (exchange) {
            shop.add(exchange.getRequestHeaders().getFirst("traceparent"));
            byte[] answer = "{\"status\": \"refused\", \"reason\": \"no-order\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(shop.size() == 1 ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** The customer writes, and is answered. */
    String text(String customer, String text) {
        int before = replies(customer).size();
        smsc.send(customer, SHORT_CODE, text);
        await("an answer to " + text).atMost(PATIENCE).until(() -> replies(customer).size() > before);
        return replies(customer).getLast();
    }

    Delivery send(ShortMessage message) {
        return smsc.send(message);
    }

    List<String> replies(String customer) {
        return smsc.repliesTo(customer).stream().map(Submit::text).toList();
    }

    /** What the management port answers. */
    Answer observe(String path) throws Exception {
        return get(application.managementPort(), "/observe/" + path);
    }

    Answer get(int port, String path) throws Exception {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Waits until this series has this value. */
    void awaitSeries(String series, double value) {
        await(series).atMost(PATIENCE).untilAsserted(() -> assertThat(observe("metrics").value(series)).isEqualTo(value));
    }

    /** Waits until this series is at least this. */
    void awaitSeriesAbove(String series, double value) {
        await(series).atMost(PATIENCE).untilAsserted(() -> assertThat(observe("metrics").value(series)).isGreaterThanOrEqualTo(value));
    }

    void stop() {
        application.close();
    }

    @Override
    public void close() throws Exception {
        stop();
        backOffice.close();
        shopSystem.stop(0);
        collector.close();
        smsc.close();
    }
}
