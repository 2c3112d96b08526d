package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.deadletter.DeadLetters;
import io.keyline.deadletter.Edit;
import io.keyline.deadletter.Kinds;
import io.keyline.deadletter.RefusedEditException;
import io.keyline.hub.Names;
import io.keyline.store.DeadLetter;
import io.keyline.store.Death;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the API can do with dead letters, as docs/dead-letters-openapi.yaml says. */
public final class DeadLetterOperations {

    private static final String ROOT = "/api/dead-letters";
    private static final List<String> STATES = List.of("OPEN", "REPLAYING", "REPLAYED", "DROPPED");
    private static final String IDS = "[0-9a-z]{1,12}(,[0-9a-z]{1,12}){0,499}";
    private static final String RATE = "\\d{1,3}(\\.\\d{1,3})?";
    private static final int LONGEST_WHY = 500;

    private final DeadLetters letters;

    private DeadLetterOperations(DeadLetters letters) {
        this.letters = letters;
    }

    /** All of them. */
    public static List<Operation> of(DeadLetters letters) {
        DeadLetterOperations to = new DeadLetterOperations(letters);
        return List.of(
                operation("list", "GET", "", 200, (request, who) -> to.list(request)),
                operation("show", "GET", "/{id}", 200, (request, who) -> to.show(request)),
                operation("edit", "POST", "/{id}/edit", 200, to::edit),
                operation("replay", "POST", "/replay", 202, to::replay),
                operation("drop", "POST", "/drop", 200, to::drop));
    }

    private static Operation operation(String name, String method, String path, int status, Operation.Work work) {
        return new Operation("dead-letters-" + name, method, ROOT + path, Operation.Role.OPERATOR, status, work);
    }

    private ObjectNode list(Request request) {
        request.allowQuery(Set.of("kind", "state", "since", "after", "limit"));
        int limit = request.limit();
        List<DeadLetter> found = letters.list(kind(request.query("kind")), request.queryWord("state", STATES), since(request.query("since")),
                request.queryId("after", 0), limit + 1);
        return Json.page("letters", found, limit, DeadLetterJson::of, DeadLetter::id);
    }

    private ObjectNode show(Request request) {
        return DeadLetterJson.of(shown(request));
    }

    private DeadLetters.Shown shown(Request request) {
        return letters.show(request.id()).orElseThrow(() -> new ProblemException(404, "there is no such dead letter"));
    }

    private ObjectNode edit(Request request, String who) {
        DeadLetter letter = shown(request).letter();
        Fields fields = request.fields("text", "data");
        try {
            if (!letters.edit(letter, new Edit(fields.optional("text"), fields.optional("data")), who)) {
                throw new ProblemException(409, "it is " + letter.state().toLowerCase(Locale.ROOT) + "; only what is open can be edited");
            }
        } catch (RefusedEditException e) {
            throw new ProblemException(422, e.getMessage()).about(fields.optional("text") != null ? "text" : "data");
        }
        return show(request);
    }

    private ObjectNode replay(Request request, String who) {
        Fields fields = request.fields("ids", "kind", "rate", "evenIfOld", "why");
        if (fields.optional("ids") == null == (fields.optional("kind") == null)) {
            throw new ProblemException(422, "say which letters: by ids or by kind").about("ids");
        }
        double rate = rate(fields.optional("rate"));
        boolean evenIfOld = flag(fields.optional("evenIfOld"));
        String why = why(fields.optional("why"));
        if (fields.optional("kind") != null) {
            return done("replaying", letters.replayAll(kind(fields.required("kind")), who, why, rate, evenIfOld), Set.of(), Map.of());
        }
        Set<Long> ids = ids(fields.required("ids"));
        Map<Long, String> before = letters.states(ids);
        return done("replaying", letters.replay(ids, who, why, rate, evenIfOld), ids, before);
    }

    private ObjectNode drop(Request request, String who) {
        Fields fields = request.fields("ids", "why");
        Set<Long> ids = ids(fields.required("ids"));
        Map<Long, String> before = letters.states(ids);
        return done("dropped", letters.drop(ids, who, why(fields.required("why"))), ids, before);
    }

    /**
     * With those of which nothing was done, for they were not open.
     *
     * @param before the states of those wanted that there are
     */
    private static ObjectNode done(String what, List<Long> ids, Set<Long> wanted, Map<Long, String> before) {
        ObjectNode json = Json.object();
        ArrayNode done = json.putArray(what);
        ids.forEach(id -> done.add(Names.of(id)));
        ArrayNode notOpen = json.putArray("notOpen");
        wanted.stream().filter(id -> !ids.contains(id)).forEach(id -> notOpen.addObject().put("id", Names.of(id)).put("why", whyNot(before.get(id))));
        return json;
    }

    private static String whyNot(String state) {
        return switch (state) {
            case null -> "there is no such dead letter";
            case "OPEN" -> "somebody was quicker";
            case "REPLAYING" -> "it is being replayed";
            default -> "it is " + state.toLowerCase(Locale.ROOT);
        };
    }

    private static Set<Long> ids(String written) {
        if (!written.matches(IDS)) {
            throw new ProblemException(422, "are not 1 to 500 ids parted by commas").about("ids");
        }
        return Arrays.stream(written.split(",")).map(Names::parse).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Death.Kind kind(String word) {
        return word == null ? null : Kinds.of(word).orElseThrow(() -> new ProblemException(422, "is none of "
                + Arrays.stream(Death.Kind.values()).map(Kinds::name).collect(Collectors.joining(", "))).about("kind"));
    }

    private static Instant since(String word) {
        try {
            return word == null ? null : Instant.parse(word);
        } catch (DateTimeParseException e) {
            throw new ProblemException(422, "is no time, as 2026-11-22T15:00:00Z").about("since");
        }
    }

    private static double rate(String word) {
        double rate = word == null ? DeadLetters.USUAL_RATE : word.matches(RATE) ? Double.parseDouble(word) : 0;
        if (rate <= 0 || rate > DeadLetters.HIGHEST_RATE) {
            throw new ProblemException(422, "is not a number of letters a second, above 0 and at most " + (int) DeadLetters.HIGHEST_RATE).about("rate");
        }
        return rate;
    }

    private static boolean flag(String word) {
        if (word != null && !word.equals("true") && !word.equals("false")) {
            throw new ProblemException(422, "is neither true nor false").about("evenIfOld");
        }
        return "true".equals(word);
    }

    private static String why(String word) {
        if (word != null && (word.isBlank() || word.length() > LONGEST_WHY || word.indexOf('\0') >= 0)) {
            throw new ProblemException(422, "is empty, has more than " + LONGEST_WHY + " characters, or a NUL").about("why");
        }
        return word;
    }
}
