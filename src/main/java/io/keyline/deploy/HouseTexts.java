package io.keyline.deploy;

import io.keyline.language.Texts;
import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.ReplyEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The texts that Keyline sends of itself on behalf of a step are in the catalogue. What lacks is said once, at the first step. */
record HouseTexts(Texts texts) implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, Step> missing = new LinkedHashMap<>();
        flows.steps().forEach(step -> needed(step).stream().filter(key -> !texts.has(key)).forEach(key -> missing.putIfAbsent(key, step)));
        return missing.entrySet().stream().map(text -> text.getValue().error(text.getValue().name() + " needs the text " + text.getKey()
                + ", which is not in the message catalogue; add it to each language"));
    }

    private List<String> needed(Step step) {
        return switch (step.endpoint()) {
            case AskEndpoint ask -> needed(ask);
            case BackOfficeEndpoint call -> List.of("back-office.working", "back-office.failed", "dialogue.changed");
            case ReplyEndpoint reply -> List.of("sorry.failed", "stop.review", "limit.messages");
            case null, default -> List.of();
        };
    }

    private List<String> needed(AskEndpoint ask) {
        List<String> keys = new ArrayList<>(List.of("dialogue.still-open", "dialogue.which", "dialogue.too-late",
                "dialogue.with-employee", "dialogue.changed"));
        if (ask.getOtherwise().equals("worklist")) {
            keys.add("dialogue.handed-over");
        }
        if (!texts.has(ask.getText() + ".again")) {
            keys.add("ask.again");
        }
        if (ask.getList() != null) {
            keys.add("choice.more");
        }
        if (texts.names(ask.getText()).contains("how")) {
            keys.addAll(ask.getList() != null ? List.of("ask.how.list") : List.of("ask.how", "ask.how.one"));
        }
        return keys;
    }
}
