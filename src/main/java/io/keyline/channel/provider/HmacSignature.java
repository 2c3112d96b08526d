package io.keyline.channel.provider;

import io.keyline.channel.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a header holds the HMAC (RFC 2104) of the body, or of the query where there is no body, in hexadecimal or base64. */
final class HmacSignature {

    private final String algorithm;
    private final String header;
    private final String secret;

    /** @param algorithm by Java's name, for example {@code HmacSHA256} */
    HmacSignature(String algorithm, String header, String secret) {
        this.algorithm = algorithm;
        this.header = header;
        this.secret = secret;
        of(algorithm, secret, new byte[0]);
    }

    /** Why the request is refused, for the operator's log; empty if the signature fits. */
    Optional<String> refusal(HttpRequest request) {
        String given = request.header(header).orElse("").replaceFirst("^[A-Za-z0-9]+=(?=.)", ""); // sha256=...
        if (given.isEmpty()) {
            return Optional.of("the request has no header " + header);
        }
        byte[] signed = request.body().length > 0 ? request.body() : request.rawQuery().getBytes(StandardCharsets.UTF_8);
        byte[] hmac = of(algorithm, secret, signed);
        boolean fits = same(HexFormat.of().formatHex(hmac), given.toLowerCase(Locale.ROOT)) | same(Base64.getEncoder().encodeToString(hmac), given);
        return fits ? Optional.empty() : Optional.of("the signature in " + header + " does not fit: is the secret that of the account?");
    }

    /** Compares in a time that tells nothing. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if there is no such algorithm, or no secret */
    static byte[] of(String algorithm, String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("signatureAlgorithm: " + algorithm + " is unknown, write for example HmacSHA256", e);
        }
    }
}
