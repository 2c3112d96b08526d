package io.keyline.deploy.rehearsal;

import io.keyline.backoffice.Reply;
import io.keyline.deploy.Closest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands behind {@code back-office}. */
final class BackOfficeGrammar {

    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]+\\.[A-Za-z0-9._-]+)\\s+(once\\s+)?(?:after\\s+(" + Span.FORM + ")\\s+)?"
            + "(->|[a-z]+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern REASON = Pattern.compile("([a-z0-9][a-z0-9._-]*)(?:\\s+(\\{.*))?", Pattern.DOTALL);
    private static final List<String> VERBS = List.of("refuses", "fails", "is", "receives", "once", "after");

    private BackOfficeGrammar() {
    }

    static Step read(String rest) throws Unreadable {
        Matcher line = LINE.matcher(rest);
        if (!line.matches()) {
            throw new Unreadable("write the operation and what it answers: back-office subscriptions.find -> {\"plan\": \"Gold\"}");
        }
        String operation = line.group(1);
        boolean once = line.group(2) != null;
        boolean late = line.group(3) != null;
        String verb = line.group(4);
        if (verb.equals("receives") && !once && !late) {
            return new Step.Receives(operation, Json.object(line.group(5)));
        }
        Duration after = late ? Span.read(line.group(3)).exact() : Duration.ZERO;
        return new Step.Answers(operation, once, switch (verb) {
            case "->" -> new Answer(Reply.Status.OK, null, Json.object(line.group(5)), after);
            case "refuses" -> because(Reply.Status.REFUSED, line.group(5), after);
            case "fails" -> because(Reply.Status.FAILED, line.group(5), after);
            case "is" -> silence(line.group(5), late);
            default -> throw new Unreadable("'" + verb + "' cannot stand here; write -> {data}, refuses REASON, fails REASON, is silent or "
                    + "receives {data}" + Closest.to(verb, VERBS));
        });
    }

    private static Answer because(Reply.Status status, String rest, Duration after) throws Unreadable {
        Matcher reason = REASON.matcher(rest);
        if (!reason.matches()) {
            throw new Unreadable("'" + rest + "' is no reason; write a short word, for example insufficient-funds, and if you like {data}");
        }
        return new Answer(status, reason.group(1), reason.group(2) == null ? Map.of() : Json.object(reason.group(2)), after);
    }

    private static Answer silence(String rest, boolean late) throws Unreadable {
        if (!rest.equals("silent") || late) {
            throw new Unreadable("write is silent, and no time with it");
        }
        return Answer.SILENCE;
    }
}
