package io.keyline.backoffice;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes the replies that a web service brings later, after it has answered 202. Signed with a secret; one that comes twice does nothing, so
 * the signature needs no time. It is answered when the reply is with its caller, or on disk.
 */
public final class Callback implements Webhook {

    private static final String SIGNATURE = "keyline-signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final HttpBackOffice system;
    private final Unclaimed unclaimed;

    Callback(String secret, HttpBackOffice system, Unclaimed unclaimed) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.system = system;
        this.unclaimed = unclaimed;
    }

    @Override
    public CompletionStage<HttpAnswer> answer(HttpRequest request) {
        return CompletableFuture.completedFuture(take(request));
    }

    private HttpAnswer take(HttpRequest request) {
        var claimed = request.header(SIGNATURE).orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(claimed, signature(request.body()).getBytes(StandardCharsets.UTF_8))) {
            return HttpAnswer.empty(401);
        }
        var reply = ReplyReader.read(null, new String(request.body(), StandardCharsets.UTF_8));
        if (reply.key() == null) {
            unclaimed.unreadable().accept(new Unclaimed.Unreadable(null, "callback", null, reply.reason()));
            return HttpAnswer.text(400, reply.reason());
        }
        if (!system.answer(reply)) {
            unclaimed.late().accept(reply);
        }
        return HttpAnswer.empty(unclaimed.kept().getAsBoolean() ? 204 : 503);
    }

    /** What {@code Keyline-Signature} says of this body. */
    private String signature(byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
