package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.hub.Names;
import io.keyline.messages.Bill;
import io.keyline.messages.MessageLog;
import io.keyline.messages.MessageLog.TooMuchException;
import io.keyline.messages.Search;
import io.keyline.messages.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the API can do with the message log, as docs/messages-openapi.yaml says. */
public final class MessageOperations {

    private static final Set<String> FILTERS = Set.of("customer", "text", "from", "to", "state", "keyword", "route", "provider", "channel",
            "direction", "texts");
    private static final List<String> STATES = List.of("ANSWERED", "DEAD", "DELIVERED", "EXPIRED", "FAILED", "IGNORED",
            "OPTED_OUT", "QUEUED", "RECEIVED", "SENDING", "SENT", "UNCERTAIN", "WAITING");
    private static final int MOST_WORDS = 8;
    private static final int LONGEST_VALUE = 200;
    private static final Duration MOST_DAYS = Duration.ofDays(366);
    private static final String DAY = "2026-11-22";

    private final MessageLog log;

    private MessageOperations(MessageLog log) {
        this.log = log;
    }

    /** All of them. */
    public static List<Operation> of(MessageLog log) {
        MessageOperations to = new MessageOperations(log);
        return List.of(
                operation("messages-search", "/api/messages", to::search),
                operation("messages-export", "/api/messages.csv", to::export),
                operation("messages-show", "/api/messages/{id}", to::show),
                operation("costs", "/api/costs", (request, who) -> to.costs(request)));
    }

    private static Operation operation(String name, String path, Operation.Work work) {
        return new Operation(name, "GET", path, Operation.Role.OPERATOR, (request, who) -> {
            try {
                return work.perform(request, who);
            } catch (TooMuchException e) {
                throw new ProblemException(422, e.getMessage()).about("from");
            }
        });
    }

    private ObjectNode search(Request request, String who) {
        request.allowQuery(with(FILTERS, "before", "limit"));
        int limit = request.limit();
        Search search = filters(request, request.queryId("before", 0));
        MessageLog.Page page = log.search(search, limit, who).orElseThrow(MessageOperations::nobody);
        ObjectNode json = Json.object();
        Json.put(json, "from", page.from());
        Json.put(json, "to", page.to());
        ArrayNode messages = json.putArray("messages");
        MessageJson as = new MessageJson(log.tariff(), search.shown());
        page.messages().forEach(found -> messages.add(as.of(found)));
        if (page.more()) {
            json.put("next", Names.of(page.messages().getLast().id()));
        }
        return json;
    }

    private Operation.Download export(Request request, String who) {
        request.allowQuery(FILTERS);
        return new Operation.Download("text/csv; charset=utf-8",
                log.export(filters(request, 0), who).orElseThrow(MessageOperations::nobody).stream());
    }

    private ObjectNode show(Request request, String who) {
        request.allowQuery(Set.of("texts"));
        Shown shown = shown(request);
        return log.story(request.id(), shown, who).map(new MessageJson(log.tariff(), shown)::of)
                .orElseThrow(() -> new ProblemException(404, "there is no such message"));
    }

    private ObjectNode costs(Request request) {
        request.allowQuery(Set.of("by", "from", "to"));
        Instant to = time(request, "to", true);
        Instant until = to == null ? Instant.now() : to;
        Instant from = time(request, "from", false);
        Instant since = from == null ? YearMonth.from(until.atZone(zone())).atDay(1).atStartOfDay(zone()).toInstant() : from;
        if (!since.isBefore(until) || since.isBefore(until.minus(MOST_DAYS))) {
            throw new ProblemException(422, "is not before to, or more than " + MOST_DAYS.toDays() + " days before it").about("from");
        }
        Bill.By by = by(request.query("by"));
        ObjectNode json = Json.object().put("by", by.name().toLowerCase(Locale.ROOT));
        Json.put(json, "from", since);
        Json.put(json, "to", until);
        return json.setAll(MessageJson.of(log.bill(by, since, until)));
    }

    private static Bill.By by(String word) {
        String name = word == null ? Bill.By.DEPARTMENT.name() : word.toUpperCase(Locale.ROOT);
        return Arrays.stream(Bill.By.values()).filter(one -> one.name().equals(name)).findFirst()
                .orElseThrow(() -> new ProblemException(422, "is none of department, provider, day, route").about("by"));
    }

    private Search filters(Request request, long before) {
        return new Search(text(request, "customer"), words(request), time(request, "from", false), time(request, "to", true),
                request.queryWord("state", STATES), text(request, "keyword"), text(request, "route"), text(request, "provider"), text(request, "channel"), inbound(request), before,
                shown(request));
    }

    private static String text(Request request, String name) {
        String value = request.query(name);
        if (value != null && (value.isBlank() || value.length() > LONGEST_VALUE)) {
            throw new ProblemException(422, "is empty, or has more than " + LONGEST_VALUE + " characters").about(name);
        }
        return value == null ? null : value.strip();
    }

    private static List<String> words(Request request) {
        String text = text(request, "text");
        List<String> words = text == null ? List.of() : List.of(text.split("\\s+"));
        if (words.size() > MOST_WORDS) {
            throw new ProblemException(422, "has more than " + MOST_WORDS + " words").about("text");
        }
        return words;
    }

    private static Boolean inbound(Request request) {
        String direction = request.query("direction");
        if (direction != null && !Set.of("in", "out").contains(direction)) {
            throw new ProblemException(422, "is none of in, out").about("direction");
        }
        return direction == null ? null : direction.equals("in");
    }

    private static Shown shown(Request request) {
        String texts = request.query("texts");
        if (texts != null && !Set.of("true", "false").contains(texts)) {
            throw new ProblemException(422, "is none of true, false").about("texts");
        }
        return new Shown("true".equals(texts));
    }

    /** A time, or a day of the company's: its beginning, or its end. */
    private Instant time(Request request, String name, boolean end) {
        String value = request.query(name);
        try {
            if (value == null) {
                return null;
            }
            return value.length() > DAY.length() ? OffsetDateTime.parse(value).toInstant()
                    : LocalDate.parse(value).plusDays(end ? 1 : 0).atStartOfDay(zone()).toInstant();
        } catch (DateTimeParseException e) {
            throw new ProblemException(422, "is neither a day such as " + DAY + " nor a time such as " + DAY + "T08:00:00+01:00").about(name);
        }
    }

    private ZoneId zone() {
        return log.tariff().zone();
    }

    private static ProblemException nobody() {
        return new ProblemException(404, "nobody has this address; numbers are written as +4520123456").about("customer");
    }

    private static Set<String> with(Set<String> names, String... others) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(others));
        return all;
    }
}
