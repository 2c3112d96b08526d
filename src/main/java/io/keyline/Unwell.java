package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a hub that runs says of itself at its management port. */
final class Unwell {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Unwell() {
    }

    /** Each check that is not well, with what is wrong; nothing if no hub answers there. */
    static List<String> of(Settings settings) {
        String host = settings.text(Setting.MANAGEMENT_HOST);
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        URI health = URI.create("http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + settings.text(Setting.MANAGEMENT_PORT)
                + "/observe/health");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(HttpClient.Builder.NO_PROXY).build()) {
            return unwell(new ObjectMapper().readTree(http.send(HttpRequest.newBuilder(health).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString()).body()));
        } catch (IOException e) {
            return List.of(); // status is of use without a hub, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<String> unwell(JsonNode health) {
        return StreamSupport.stream(health.path("checks").spliterator(), false).filter(check -> !check.path("status").asText().equals("UP"))
                .map(check -> check.path("name").asText() + ": " + check.path("message").asText()).map(WorklistText::plain).toList();
    }
}
