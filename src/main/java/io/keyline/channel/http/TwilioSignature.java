package io.keyline.channel.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request comes from Twilio: base64 of HMAC-SHA1 with the account's token over the URL as Twilio called it and, of a form,
 * each name and value, sorted by name (Twilio, "Webhooks security", X-Twilio-Signature). A body that is no form is signed by its
 * SHA-256 in the query, as {@code bodySHA256}.
 */
public final class TwilioSignature {

    public static final String HEADER = "x-twilio-signature";
    private static final String BODY_HASH = "bodySHA256";
    private static final Map<String, String> STANDARD_PORT = Map.of("http", ":80", "https", ":443");

    private final List<String> tokens;

    /** @param tokens the account's primary token and, while it is being changed, the secondary one; empty ones do not count */
    public TwilioSignature(List<String> tokens) {
        this.tokens = tokens.stream().filter(token -> !token.isBlank()).toList();
    }

    /**
     * Why the request is refused; empty if Twilio signed it. The reason is for the operator's log, not for the caller, and holds
     * neither a token, nor a signature, nor a parameter's value.
     */
    public Optional<String> refusal(HttpRequest request) {
        if (tokens.isEmpty()) {
            return Optional.of("no token is set, so nobody is believed");
        }
        String given = request.header(HEADER).orElse("");
        if (given.isEmpty()) {
            return Optional.of("the request has no X-Twilio-Signature");
        }
        if (!isWhole(request)) {
            return Optional.of("the body is not the one that was signed (bodySHA256)");
        }
        return isSigned(request, given) ? Optional.empty() : Optional.of("X-Twilio-Signature does not fit the URL " + place(request.url())
                + ": web.url must be what Twilio calls, scheme, host and port, and the token that of the account");
    }

    /** The signature of a request, as Twilio makes it. */
    public static String of(String token, String url, List<Map.Entry<String, String>> form) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal((url + sorted(form)).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /** All are tried, whichever fits: how long it takes tells nothing. */
    private boolean isSigned(HttpRequest request, String given) {
        byte[] signature = given.getBytes(StandardCharsets.UTF_8);
        boolean signed = false;
        for (String token : tokens) {
            for (String url : spellings(request.url())) {
                signed |= MessageDigest.isEqual(of(token, url, request.form()).getBytes(StandardCharsets.UTF_8), signature);
            }
        }
        return signed;
    }

    /** A name that comes twice counts with each of its values once, sorted, as in Twilio's libraries. */
    private static String sorted(List<Map.Entry<String, String>> form) {
        SortedMap<String, Set<String>> values = new TreeMap<>();
        form.forEach(pair -> values.computeIfAbsent(pair.getKey(), name -> new TreeSet<>()).add(pair.getValue()));
        StringBuilder text = new StringBuilder();
        values.forEach((name, all) -> all.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static boolean isWhole(HttpRequest request) {
        if (!request.form().isEmpty() || request.body().length == 0) {
            return true;
        }
        Optional<String> hash = request.query().stream().filter(pair -> pair.getKey().equals(BODY_HASH)).map(Map.Entry::getValue).findFirst();
        return hash.isPresent() && MessageDigest.isEqual(sha256(request.body()).getBytes(StandardCharsets.US_ASCII),
                hash.get().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The URL with its port, without it, and with the standard one: Twilio has signed all of these. Path and query stay byte for byte. */
    private static List<String> spellings(String url) {
        int host = url.indexOf("://") + 3;
        int path = pathOf(url, host);
        String authority = url.substring(host, path);
        String bare = authority.replaceFirst(":\\d+$", "");
        List<String> urls = new ArrayList<>(List.of(url, url.substring(0, host) + bare + url.substring(path)));
        if (bare.equals(authority)) {
            urls.add(url.substring(0, host) + bare + STANDARD_PORT.getOrDefault(url.substring(0, host - 3), "") + url.substring(path));
        }
        return urls;
    }

    private static int pathOf(String url, int host) {
        int path = url.indexOf('/', host);
        return path < 0 ? url.length() : path;
    }

    /** Scheme and host: a path may hold a secret. */
    private static String place(String url) {
        return url.substring(0, pathOf(url, url.indexOf("://") + 3)) + "/...";
    }
}
