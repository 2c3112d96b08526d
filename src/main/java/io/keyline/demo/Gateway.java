package io.keyline.demo;

import java.io.IOException;
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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A USSD gateway with one session on it, which speaks as Africa's Talking does. */
final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the telephone shows. @param goesOn whether it waits for an input */
    record Screen(String text, boolean goesOn) {
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private final Map<String, String> session = new LinkedHashMap<>();
    private final URI url;
    /** All inputs so far, joined by asterisks; null before the first request. */
    private String inputs;

    Gateway(URI url, String number, String service) {
        this.url = url;
        session.put("sessionId", "ATUid_" + UUID.randomUUID().toString().replace("-", ""));
        session.put("serviceCode", service);
        session.put("phoneNumber", number);
        session.put("networkCode", "99999");
    }

    /** The first request. @param subCode what was dialled behind the service's code; may be empty */
    Screen dial(String subCode) throws IOException, InterruptedException {
        inputs = subCode;
        return ask();
    }

    Screen enter(String input) throws IOException, InterruptedException {
        inputs = inputs.isEmpty() ? input : inputs + "*" + input;
        return ask();
    }

    private Screen ask() throws IOException, InterruptedException {
        String body = post(url, "text", inputs).body();
        if (!body.startsWith("CON ") && !body.startsWith("END ")) {
            throw new IOException("the hub's answer begins neither with CON nor with END");
        }
        return new Screen(body.substring(4), body.startsWith("CON "));
    }

    /** The telephone hangs up. */
    @Override
    public void close() throws IOException {
        try (http) {
            post(URI.create(url + "/ended"), "status", "Success");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> post(URI to, String name, String value) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(session);
        form.put(name, value);
        String body = form.entrySet().stream().map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(to).timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the hub answers " + response.statusCode() + (response.statusCode() == 404 ? ": is this the path of its route?" : ""));
        }
        return response;
    }
}
