package io.keyline.channel.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.channel.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Whether a request comes from Vonage: by the token in {@code Authorization} (JWT of RFC 7519, HS256 only, with the hash of the body),
 * or, where there is none, by the parameter {@code sig} of the SMS API (HMAC over all others, sorted by name).
 */
final class VonageSignature {

    private static final String BEARER = "Bearer ";
    /** Vonage sends again for a day; what is older is a replay, and what is younger is stopped by the id of the message. */
    private static final Duration OLDEST = Duration.ofHours(25);
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String algorithm;
    private final String secret;
    private final InstantSource clock;

    /** @param algorithm of {@code sig}, by Java's name, as it is chosen in the account */
    VonageSignature(String algorithm, String secret, InstantSource clock) {
        this.algorithm = algorithm;
        this.secret = secret;
        this.clock = clock;
        HmacSignature.of(algorithm, secret, new byte[0]);
    }

    /** Why the request is refused, for the operator's log; empty if Vonage signed it. */
    Optional<String> refusal(HttpRequest request) {
        String authorization = request.header("authorization").orElse("");
        return authorization.startsWith(BEARER) ? token(authorization.substring(BEARER.length()).trim(), request) : parameter(request);
    }

    private Optional<String> token(String token, HttpRequest request) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.of("the token is no JWT");
        }
        try {
            if (!"HS256".equals(json(parts[0]).path("alg").asText())) {
                return Optional.of("the token is not signed by HS256");
            }
            byte[] signed = HmacSignature.of("HmacSHA256", secret, (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!MessageDigest.isEqual(signed, Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.of("the token's signature does not fit: is the secret that of the account?");
            }
            return claims(json(parts[1]), request.body());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("the token is no JWT");
        }
    }

    private static JsonNode json(String part) throws IOException {
        return MAPPER.readTree(Base64.getUrlDecoder().decode(part));
    }

    private Optional<String> claims(JsonNode claims, byte[] body) {
        if (claims.has("exp") && clock.instant().isAfter(Instant.ofEpochSecond(claims.get("exp").asLong()).plus(CLOCKS_APART))) {
            return Optional.of("the token has expired");
        }
        if (!isRecent(claims.path("iat").asText())) {
            return Optional.of("the token is not of today: are the clocks right?");
        }
        boolean whole = body.length == 0 || HmacSignature.same(sha256(body), claims.path("payload_hash").asText().toLowerCase(Locale.ROOT));
        return whole ? Optional.empty() : Optional.of("the body is not the one that was signed (payload_hash)");
    }

    private Optional<String> parameter(HttpRequest request) {
        String given = request.parameter("sig").orElse("");
        if (given.isEmpty()) {
            return Optional.of("the request has neither a token nor the parameter sig: are signed webhooks switched on?");
        }
        if (!isRecent(request.parameter("timestamp").orElse(""))) {
            return Optional.of("the request is not of today: are the clocks right?");
        }
        return HmacSignature.same(of(algorithm, secret, request), given.toLowerCase(Locale.ROOT)) ? Optional.empty()
                : Optional.of("the parameter sig does not fit: are secret and algorithm those of the account?");
    }

    /** The parameter {@code sig} of a request, as Vonage makes it. */
    private static String of(String algorithm, String secret, HttpRequest request) {
        List<Entry<String, String>> all = new ArrayList<>(request.query());
        all.addAll(request.form());
        StringBuilder signed = new StringBuilder();
        all.stream().filter(pair -> !pair.getKey().equals("sig")).sorted(Entry.comparingByKey())
                .forEach(pair -> signed.append('&').append(pair.getKey()).append('=').append(pair.getValue().replaceAll("[&=]", "_")));
        return HexFormat.of().formatHex(HmacSignature.of(algorithm, secret, signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private boolean isRecent(String seconds) {
        if (!seconds.matches("\\d{1,11}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
        return at.isAfter(clock.instant().minus(OLDEST)) && at.isBefore(clock.instant().plus(CLOCKS_APART));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
