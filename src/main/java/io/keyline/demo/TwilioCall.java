package io.keyline.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A call by Twilio: forms, signed, answered by TwiML. */
final class TwilioCall implements PhoneCall {

    private final String url;
    private final String token;
    private final Map<String, String> call;
    private String next;

    TwilioCall(String url, String token, String from, String to) {
        this.url = url;
        this.token = token;
        this.next = url;
        this.call = Map.of("CallSid", "CA" + UUID.randomUUID().toString().replace("-", ""), "AccountSid", "AC" + "0".repeat(32), "From", from, "To", to,
                "CallStatus", "in-progress", "Direction", "inbound", "ApiVersion", "2010-04-01");
    }

    @Override
    public Told begin() throws IOException, InterruptedException {
        return step(Map.of());
    }

    @Override
    public Told enters(String input) throws IOException, InterruptedException {
        if (input.isEmpty()) {
            return step(Map.of("Digits", ""));
        }
        return step(input.matches("[0-9*#]+") ? Map.of("Digits", input.replace("#", "")) : Map.of("SpeechResult", input, "Confidence", "0.93"));
    }

    @Override
    public void hangUp() throws IOException, InterruptedException {
        post(url, Map.of("CallStatus", "completed"));
    }

    private Told step(Map<String, String> what) throws IOException, InterruptedException {
        Markup document = Markup.of(post(next, what));
        List<Markup> gathers = document.all("Gather");
        next = gathers.isEmpty() ? null : gathers.getFirst().attribute("action");
        return new Told(document.texts("Say"), next != null, document.texts("Dial").stream().findFirst().orElse(null));
    }

    private java.net.http.HttpResponse<String> post(String to, Map<String, String> what) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(call);
        form.putAll(what);
        return Markup.post(to, form, "X-Twilio-Signature", signature(to, form));
    }

    /** As Twilio signs: the URL, then names and values by name. */
    private String signature(String to, Map<String, String> form) {
        StringBuilder signed = new StringBuilder(to);
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }
}
