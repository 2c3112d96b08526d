package io.keyline.deploy;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** A route that waits gives its expressions the same values when it runs again. */
final class SameAgain implements Rule {

    private static final Pattern OTHER_EACH_TIME = Pattern.compile("\\$\\{(?:date(?:-with-timezone)?:now|random\\b|uuid\\b|exchangeId\\b|"
            + "id\\b|messageId\\b|messageTimestamp\\b|threadId\\b|threadName\\b|hostname\\b)[^}]*}");

    @Override
    public Stream<Problem> problems(Flows flows) {
        return Waiting.routes(flows).flatMap(List::stream).flatMap(step -> expressions(step.node()).map(OTHER_EACH_TIME::matcher)
                .filter(Matcher::find).map(found -> step.warning(found.group() + " gives something else when the route runs again after an "
                        + "answer, and it may then take another way; let the back office give the value")));
    }

    private static Stream<String> expressions(NamedNode node) {
        return switch (node) {
            case HasExpressionType one -> text(one.getExpressionType());
            case SetHeadersDefinition several -> several.getHeaders().stream().flatMap(one -> text(one.getExpressionType()));
            case SetVariablesDefinition several -> several.getVariables().stream().flatMap(one -> text(one.getExpressionType()));
            case ToDynamicDefinition to -> Stream.of(to.getUri());
            default -> Stream.empty();
        };
    }

    private static Stream<String> text(ExpressionDefinition expression) {
        return Stream.ofNullable(expression).map(ExpressionDefinition::getExpression).filter(Objects::nonNull);
    }
}
