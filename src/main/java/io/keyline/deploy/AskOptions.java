package io.keyline.deploy;

import io.keyline.hub.Wait;
import io.keyline.language.Expected.Kind;
import io.keyline.route.AskEndpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of a question are each of their form, and go together. */
final class AskOptions implements Rule {

    private static final Pattern CHOICE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final List<String> KINDS = Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();

    @Override
    public Stream<Problem> problems(Flows flows) {
        return flows.steps().stream().flatMap(step -> step.endpoint(AskEndpoint.class)
                .flatMap(ask -> Stream.of(expected(ask), choices(ask), waits(ask), numbers(ask), names(ask)).flatMap(wrong -> wrong)
                        .map(wrong -> step.error("ask:" + ask.getText() + ": " + wrong))));
    }

    private static Stream<String> expected(AskEndpoint ask) {
        String expect = ask.getExpect();
        if (!KINDS.contains(expect)) {
            return Stream.of("expect is '" + expect + "'" + Closest.to(expect, KINDS) + ", write one of " + String.join(", ", KINDS));
        }
        List<String> given = Stream.of(ChoiceWords.names(ask).isEmpty() ? null : "choices", ask.getList() == null ? null : "list",
                expect.equals("choice") ? null : "expect=" + expect).filter(option -> option != null).toList();
        if (given.isEmpty()) {
            return Stream.of("nothing tells what is expected, write choices=yes,no, or list= and a name, or expect=text");
        }
        return given.size() == 1 ? Stream.empty() : Stream.of(String.join(" and ", given) + " contradict each other, write one of them");
    }

    private static Stream<String> choices(AskEndpoint ask) {
        Set<String> seen = new HashSet<>();
        return ChoiceWords.names(ask).stream().flatMap(name -> !CHOICE.matcher(name).matches()
                ? Stream.of("the choice '" + name + "' is no name, write letters, digits and hyphens; what customers write is the text choice.NAME")
                : seen.add(name) ? Stream.empty() : Stream.of("the choice " + name + " is there twice"));
    }

    private static Stream<String> waits(AskEndpoint ask) {
        Optional<Wait> within = wait(ask.getWithin());
        Stream<String> wrong = within.isPresent() ? Stream.empty() : Stream.of(noWait("within", ask.getWithin()));
        return Stream.concat(wrong, reminders(ask).flatMap(remind -> reminder(remind, within, ask)));
    }

    private static Stream<String> reminders(AskEndpoint ask) {
        return ask.getRemind().isBlank() ? Stream.empty() : Arrays.stream(ask.getRemind().split(",", -1)).map(String::strip);
    }

    private static Stream<String> reminder(String text, Optional<Wait> within, AskEndpoint ask) {
        Optional<Wait> remind = wait(text);
        if (remind.isEmpty()) {
            return Stream.of(noWait("remind", text));
        }
        Duration after = remind.get().usual();
        return within.filter(end -> end.usual().compareTo(after) <= 0).stream()
                .map(end -> "remind is " + text + " after the question, which waits only " + ask.getWithin() + "; write less");
    }

    private static Optional<Wait> wait(String text) {
        try {
            return Optional.of(Wait.parse(text));
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    private static String noWait(String option, String text) {
        return option + " is '" + text + "', write for example 30s, 10m, 48h, 2d or 2d 3h";
    }

    private static Stream<String> numbers(AskEndpoint ask) {
        return Stream.concat(ask.getTries() >= 1 ? Stream.empty() : Stream.of("tries is " + ask.getTries() + ", write 1 or more"),
                ask.getPage() >= 1 ? Stream.empty() : Stream.of("page is " + ask.getPage() + ", write 1 or more"));
    }

    private static Stream<String> names(AskEndpoint ask) {
        return Stream.concat(name("as", ask.getAs()), name("list", ask.getList()));
    }

    private static Stream<String> name(String option, String name) {
        return name == null || NAME.matcher(name).matches() ? Stream.empty()
                : Stream.of(option + " is '" + name + "', write a name of letters and digits, for example amount");
    }
}
