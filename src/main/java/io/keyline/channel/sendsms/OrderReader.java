package io.keyline.channel.sendsms;

import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.UrlEncoded;
import io.keyline.channel.sms.SmsAddress;
import io.keyline.channel.sendsms.Order.Reports;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads sendsms requests (Kannel user guide, "Using the HTTP interface to send SMS messages"), the old names of fields included. */
final class OrderReader {

    private static final Pattern SENDER = Pattern.compile("\\+?[0-9]{1,15}|[A-Za-z0-9 ._&-]{1,11}");
    /** In minutes. Receipts of what is older than 8 days find nothing, so nothing goes out so late. */
    private static final int A_DAY = 24 * 60;
    private static final int A_WEEK = 7 * A_DAY;
    private static final int LONGEST_TEXT = 10_000;
    /** Kannel: "very urgent". */
    private static final int HIGHEST_PRIORITY = 3;

    private final SendsmsEndpoint endpoint;
    private final CallbackHosts hosts;

    OrderReader(SendsmsEndpoint endpoint) {
        this.endpoint = endpoint;
        this.hosts = new CallbackHosts(endpoint.getCallbackHosts());
    }

    /** @throws RefusedOrderException if the caller is unknown or asks for what cannot be */
    Order read(HttpRequest request, Instant now) throws RefusedOrderException {
        Parameters parameters;
        try {
            parameters = new Parameters(request);
        } catch (IllegalArgumentException e) {
            throw new RefusedOrderException(400, "Broken percent-encoding, rejected");
        }
        if (!isKnown(parameters)) {
            throw new RefusedOrderException(403, "Authorization failed for sendsms");
        }
        return read(parameters, now);
    }

    /** Both are compared, in a time that tells nothing. */
    private boolean isKnown(Parameters parameters) {
        boolean user = same(endpoint.getUsername(), parameters.text("username", "user"));
        return user & same(endpoint.getPassword(), parameters.text("password", "pass")) & !endpoint.getPassword().isEmpty();
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private Order read(Parameters parameters, Instant now) throws RefusedOrderException {
        String text = words(parameters);
        int deferred = number(parameters, "deferred", 0, A_WEEK - A_DAY);
        int validity = number(parameters, "validity", A_DAY, 999_999);
        boolean urgent = number(parameters, "priority", 0, HIGHEST_PRIORITY) == HIGHEST_PRIORITY;
        Instant start = now.plus(Duration.ofMinutes(deferred));
        String key = parameters.text("id");
        return new Order(endpoint.getUsername(), key.isEmpty() ? null : key, sender(parameters), receivers(parameters), text, urgent,
                deferred == 0 ? null : start, now.plus(Duration.ofMinutes(Math.clamp(deferred + validity, 1, A_WEEK))), reports(parameters));
    }

    private String sender(Parameters parameters) throws RefusedOrderException {
        String from = parameters.text("from");
        if (from.isEmpty()) {
            return endpoint.getFrom();
        }
        if (!SENDER.matcher(from).matches()) {
            throw new RefusedOrderException(400, "Sender is neither a number nor a name of 11 characters, rejected");
        }
        return from;
    }

    private List<String> receivers(Parameters parameters) throws RefusedOrderException {
        List<String> receivers = new ArrayList<>();
        for (String number : parameters.text("to").split("\\s+")) {
            SmsAddress address = SmsAddress.of(0, number, endpoint.getDefaultRegion().isEmpty() ? null : endpoint.getDefaultRegion());
            if (!address.answerable() || !address.value().startsWith("+")) {
                throw new RefusedOrderException(400, number.isEmpty() ? "Missing receiver number, rejected" : "A receiver is no number, rejected");
            }
            if (!receivers.contains(address.value())) {
                receivers.add(address.value());
            }
        }
        return List.copyOf(receivers);
    }

    private static String words(Parameters parameters) throws RefusedOrderException {
        int coding = number(parameters, "coding", 0, 2);
        if (coding == 1 || !parameters.text("udh").isEmpty()) {
            throw new RefusedOrderException(400, "Binary messages are not taken, rejected");
        }
        try {
            String text = UrlEncoded.text(parameters.octets("text"), charset(parameters, coding)).replace("\0", "");
            if (text.isEmpty() || text.length() > LONGEST_TEXT) {
                throw new RefusedOrderException(400, text.isEmpty() ? "Empty text not allowed, rejected" : "Text is too long, rejected");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new RefusedOrderException(400, "Text is not in its charset, rejected");
        }
    }

    private static Charset charset(Parameters parameters, int coding) throws RefusedOrderException {
        String name = parameters.text("charset");
        if (name.isEmpty()) {
            return coding == 2 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new RefusedOrderException(400, "Charset is unknown, rejected");
        }
    }

    private Reports reports(Parameters parameters) throws RefusedOrderException {
        int mask = Math.max(number(parameters, "dlr-mask", 0, 63), number(parameters, "dlrmask", 0, 63));
        String url = parameters.text("dlr-url", "dlrurl");
        if (mask == 0 || url.isEmpty()) {
            return null;
        }
        if (!hosts.has(url)) {
            throw new RefusedOrderException(400, "The host of dlr-url is not one of callbackHosts, rejected");
        }
        return new Reports(mask, url, Map.of("c", Integer.toString(number(parameters, "coding", 0, 2)), "C", parameters.text("charset"),
                "D", parameters.text("meta-data"), "n", endpoint.getUsername(), "B", parameters.text("binfo"), "o", parameters.text("account")));
    }

    private static int number(Parameters parameters, String name, int byDefault, int most) throws RefusedOrderException {
        String value = parameters.text(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > most) {
            throw new RefusedOrderException(400, name + " is no number from 0 to " + most + ", rejected");
        }
        return Integer.parseInt(value);
    }
}
