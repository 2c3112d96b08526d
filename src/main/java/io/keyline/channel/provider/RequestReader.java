package io.keyline.channel.provider;

import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.sms.SmsAddress;
import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.hub.ProviderReply;
import io.keyline.hub.ReceiptState;
import io.keyline.store.Trust;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads what a provider's requests say, by the options of a route. */
final class RequestReader {

    private static final String CHANNEL = "sms";
    /** SMPP 3.4, 5.2.5. */
    private static final int INTERNATIONAL = 1;

    private final String connection;
    private final ReceivingOptions options;
    private final Charset charset;
    private final Words<ReceiptState> states;

    /** @throws IllegalArgumentException if what the route says cannot be */
    RequestReader(String connection, ReceivingOptions options) {
        this.connection = connection;
        this.options = options;
        charset = Charset.forName(options.getCharset());
        states = Words.of(ReceiptState.class, options.getStates());
        boolean takesTexts = !options.getText().isEmpty();
        if (takesTexts && (options.getFrom().isEmpty() || options.getId().isEmpty())) {
            throw new IllegalArgumentException("sms-http:" + connection + ": who takes a text also names the fields from and id");
        }
        if (options.getReceiptStatus().isEmpty() != options.getReceiptId().isEmpty() || !takesTexts && options.getReceiptStatus().isEmpty()) {
            throw new IllegalArgumentException("sms-http:" + connection + ": name the fields of texts (from, text, id), of receipts (receiptId, "
                    + "receiptStatus), or of both");
        }
    }

    /** What a request brings. What cannot be read is {@link Arrival.Unreadable}: asking for it again would bring the same. */
    List<Arrival> read(HttpRequest request) {
        try {
            return Fields.of(request, charset, options.getEach()).stream().map(fields -> read(fields, request)).toList();
        } catch (IOException e) {
            return List.of(unreadable(request, "neither form nor JSON in its charset"));
        }
    }

    private Arrival read(Fields fields, HttpRequest request) {
        try {
            return fields.value(options.getReceiptStatus()).isPresent() ? receipt(fields) : text(fields);
        } catch (IllegalArgumentException e) {
            return unreadable(request, e.getMessage());
        }
    }

    private Arrival text(Fields fields) {
        SmsAddress from = number(fields.needed(options.getFrom()));
        String to = fields.value(options.getTo()).orElse("");
        String text = fields.needed(options.getText());
        long fingerprint = new Fingerprint().with(connection).with(fields.needed(options.getId())).value();
        Optional<String> reference = fields.value(options.getPartReference());
        if (reference.isPresent()) {
            int total = number(fields, options.getPartTotal());
            return new Arrival.Part(CHANNEL, connection, Arrival.Text.NAMED, from.value(), to, reference.get().hashCode() & 0xFFFF, total,
                    Math.min(number(fields, options.getPartNumber()), total), text, from.answerable(), fingerprint);
        }
        Optional<ProviderReply> replied = fields.value(options.getOptOut()).flatMap(ProviderReply::of);
        String words = text.isBlank() && replied.isPresent() ? replied.get().name() : text; // without words it would be a greeting
        return new Arrival.Text(CHANNEL, connection, Arrival.Text.NAMED, from.value(), to, words, from.answerable(), fingerprint,
                Trust.IDENTIFIED, replied.map(ProviderReply::thread).orElse(null));
    }

    private static int number(Fields fields, String name) {
        String value = fields.needed(name);
        if (!value.matches("\\d{1,3}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 255) {
            throw new IllegalArgumentException(name + " is no number from 1 to 255");
        }
        return Integer.parseInt(value);
    }

    private SmsAddress number(String came) {
        String region = options.getDefaultRegion();
        return SmsAddress.of(region.isEmpty() ? INTERNATIONAL : 0, came, region.isEmpty() ? null : region);
    }

    private Arrival receipt(Fields fields) {
        String status = fields.needed(options.getReceiptStatus());
        String error = fields.value(options.getReceiptError()).filter(code -> !code.isBlank()).map(RequestReader::brief).orElse(null);
        return new Arrival.Receipt(CHANNEL, connection, fields.needed(options.getReceiptId()), null,
                states.meaningOf(status).orElse(ReceiptState.UNKNOWN), error, error == null ? brief(status) : brief(status) + " " + error);
    }

    private static String brief(String words) {
        return words.substring(0, Math.min(100, words.length()));
    }

    private Arrival unreadable(HttpRequest request, String reason) {
        byte[] raw = request.body().length > 0 ? request.body() : request.rawQuery().getBytes(StandardCharsets.UTF_8);
        return new Arrival.Unreadable(CHANNEL, connection, raw, reason);
    }
}
