package io.keyline.channel.sendsms;

import io.keyline.store.SendsmsSql.Followed;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Kannel calls a DLR: kinds and escapes (Kannel user guide, "Delivery reports" and "Parameters of get-url"). */
final class Report {

    static final int DELIVERED = 1;
    static final int FAILED = 2;
    static final int BUFFERED = 4;
    static final int ACCEPTED = 8;
    static final int REJECTED = 16;

    private static final Set<String> FINAL = Set.of("DELIVERED", "FAILED", "EXPIRED", "OPTED_OUT", "DEAD");
    private static final Pattern ESCAPE = Pattern.compile("%([A-Za-z])");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Report() {
    }

    /** The kinds that the caller wants to hear and has not heard, in the order in which they came to be. */
    static List<Integer> due(Followed message) {
        List<Integer> kinds = switch (message.state()) {
            case "SENT" -> message.buffered() ? List.of(ACCEPTED, BUFFERED) : List.of(ACCEPTED);
            case "DELIVERED" -> List.of(ACCEPTED, DELIVERED);
            case "FAILED" -> List.of(ACCEPTED, FAILED);
            case "EXPIRED" -> List.of(FAILED);
            case "DEAD", "OPTED_OUT" -> List.of(REJECTED);
            default -> List.of();
        };
        return kinds.stream().filter(kind -> (message.mask() & kind) != 0 && (message.told() & kind) == 0).toList();
    }

    static boolean isLast(Followed message) {
        return FINAL.contains(message.state());
    }

    /** Where one kind is reported to. A report comes from the customer: they are its sender, and the company its receiver. */
    static URI url(Followed message, int kind) {
        Map<String, String> values = new HashMap<>(message.escapes());
        String reply = message.reply() == null ? "" : message.reply();
        String[] words = reply.strip().split("\\s+", 3);
        values.put("d", Integer.toString(kind));
        values.put("p", message.customer());
        values.put("q", message.customer());
        values.put("P", message.company());
        values.put("Q", message.company());
        values.put("A", reply);
        values.put("a", reply);
        values.put("b", reply);
        values.put("k", words[0]);
        values.put("s", words.length > 1 ? words[1] : "");
        values.put("r", reply.strip().substring(words[0].length()).strip());
        values.put("t", MINUTE.format(message.at()));
        values.put("T", Long.toString(message.at().getEpochSecond()));
        values.put("i", message.connection() == null ? "" : message.connection());
        values.put("F", message.providerId() == null ? "" : message.providerId());
        values.put("I", Long.toString(message.id()));
        values.put("u", "");
        return URI.create(ESCAPE.matcher(message.url()).replaceAll(escape -> Matcher.quoteReplacement(values.containsKey(escape.group(1))
                ? URLEncoder.encode(values.get(escape.group(1)), StandardCharsets.UTF_8) : escape.group())));
    }
}
