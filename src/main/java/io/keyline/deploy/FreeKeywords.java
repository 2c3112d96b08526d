package io.keyline.deploy;

import io.keyline.language.Keyword;
import io.keyline.language.KeywordTakenException;
import io.keyline.language.Keywords;
import io.keyline.route.CommandEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A keyword belongs to one route, and neither to consent law nor to carriers. */
record FreeKeywords(Reserved reserved) implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Keywords<String> taken = new Keywords<>();
        Map<String, Flow> anythingElse = new HashMap<>();
        return flows.from(CommandEndpoint.class).flatMap(flow -> {
            CommandEndpoint command = (CommandEndpoint) flow.from();
            return command.getKeyword().equals(CommandEndpoint.ANYTHING_ELSE) ? anythingElse(flow, anythingElse)
                    : command.words().stream().flatMap(word -> Stream.concat(reserved(flow, command, word), taken(flow, word, taken)));
        });
    }

    private static Stream<Problem> anythingElse(Flow flow, Map<String, Flow> others) {
        String address = "command:" + CommandEndpoint.ANYTHING_ELSE;
        return Stream.ofNullable(others.putIfAbsent(address, flow)).map(other -> flow.error(address + " is taken by " + other.file().name()
                + "; one route gets what no other understands"));
    }

    private Stream<Problem> reserved(Flow flow, CommandEndpoint command, Keyword word) {
        return command.isReserved() ? Stream.empty() : reserved.judge(word.word()).stream()
                .map(verdict -> flow.problem(verdict.severity(), "the keyword " + word.word() + " is reserved: " + verdict.reason()
                        + "; choose another word, or say reserved: true if this route is its handling"));
    }

    private static Stream<Problem> taken(Flow flow, Keyword word, Keywords<String> taken) {
        try {
            taken.add(word, flow.file().name());
            return Stream.empty();
        } catch (KeywordTakenException e) {
            return Stream.of(flow.error(e.getMessage()));
        }
    }
}
