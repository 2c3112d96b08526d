package io.keyline.deploy.draw;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A predicate of the form {@code ${body} == 'yes'}, the one that a chart can read.
 *
 * @param subject for example {@code body} or {@code variable.outcome}
 */
record Condition(String subject, String value) {

    private static final Pattern EQUALS = Pattern.compile("\\s*\\$\\{([^{}]+)}\\s*==\\s*(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\"$&|]+))\\s*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]+)}");
    private static final int LONGEST = 60;

    static Optional<Condition> parse(String expression) {
        Matcher matcher = EQUALS.matcher(expression);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return Optional.of(new Condition(matcher.group(1).strip(), value));
    }

    /** An expression as a label: {@code ${variable.amount} > 100 && ${body} != 'x'} is {@code amount > 100 and body ≠ 'x'}. */
    static String shortened(String expression) {
        String plain = REFERENCE.matcher(expression.strip()).replaceAll(match -> Matcher.quoteReplacement(name(match.group(1))))
                .replace("!=", "≠").replace("==", "=").replace("&&", "and").replace("||", "or");
        int length = plain.codePointCount(0, plain.length());
        return length <= LONGEST ? plain : plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    /** What a subject is called: a variable by its name alone. */
    static String name(String subject) {
        return subject.replaceFirst("^(variable|header|exchangeProperty)\\.", "");
    }
}
