package io.keyline.channel.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An access token of OAuth 2.0, kept until shortly before its end: by a refresh token (RFC 6749, section 6; Gmail) or, where there is none,
 * by the client's own credentials (section 4.4; Microsoft 365).
 */
final class AccessToken implements Credentials {

    /**
     * Where tokens come from, and for whom.
     *
     * @param refreshToken empty: the client asks for itself
     * @param scope        empty: what the server gives by default
     */
    record Source(URI tokenUrl, String clientId, String clientSecret, String refreshToken, String scope) {

        @Override
        public String toString() {
            return "tokens of " + tokenUrl;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** A token is not used so close to its end that it may end on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final int USUAL_SECONDS = 300;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Source source;
    private final InstantSource time;
    private String token;
    private Instant until = Instant.MIN;

    AccessToken(Source source, InstantSource time) {
        this.source = source;
        this.time = time;
    }

    /** @throws IOException if no token is to be had; its message is for operators and quotes no secret */
    @Override
    public synchronized String secret() throws IOException {
        if (time.instant().isAfter(until.equals(Instant.MIN) ? until : until.minus(MARGIN))) {
            fetch();
        }
        return token;
    }

    @Override
    public boolean isToken() {
        return true;
    }

    @Override
    public synchronized void refused() {
        until = Instant.MIN;
    }

    private void fetch() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(source.tokenUrl).timeout(PATIENCE).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json").POST(BodyPublishers.ofString(form())).build();
        try {
            take(http.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for an access token", e);
        }
    }

    private String form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", source.refreshToken.isEmpty() ? "client_credentials" : "refresh_token");
        form.put("client_id", source.clientId);
        form.put("client_secret", source.clientSecret);
        form.put("refresh_token", source.refreshToken);
        form.put("scope", source.scope);
        return form.entrySet().stream().filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private void take(HttpResponse<String> answer) throws IOException {
        JsonNode json = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : null;
        if (json == null || !json.path("access_token").isTextual()) {
            throw new IOException("no access token from " + source.tokenUrl + ": status " + answer.statusCode());
        }
        token = json.get("access_token").asText();
        until = time.instant().plusSeconds(json.path("expires_in").asLong(USUAL_SECONDS));
    }
}
