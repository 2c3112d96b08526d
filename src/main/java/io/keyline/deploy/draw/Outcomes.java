package io.keyline.deploy.draw;

import static io.keyline.deploy.draw.Flow.step;

import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Part;
import io.keyline.route.AskEndpoint;
import io.keyline.route.BackOfficeEndpoint;
import io.keyline.route.CommandEndpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can come of each of Keyline's words, the unhappy ends included. */
final class Outcomes {

    private static final String CONTINUE = "continue";
    private static final String OUTCOME = "variable.outcome";
    private static final Map<String, String> EXPECTED = Map.of("number", "a number", "amount", "an amount", "date", "a date",
            "phone", "a phone number", "email", "an e-mail address", "pin", "a PIN");

    private Outcomes() {
    }

    static Decision of(AskEndpoint ask, Captions captions) {
        List<String> subjects = ask.getAs() == null ? List.of("body", OUTCOME) : List.of("body", OUTCOME, "variable." + ask.getAs());
        List<Outcome> outcomes = new ArrayList<>(answers(ask, subjects, captions));
        String reminders = ask.getRemind().isBlank() ? "" : "\nreminded after " + Captions.times(ask.getRemind());
        String silence = "no answer in " + Captions.times(ask.getWithin()) + reminders;
        String nonsense = "not understood" + (ask.getTries() == 1 ? "" : " " + ask.getTries() + " times");
        switch (ask.getOtherwise()) {
            case CONTINUE -> {
                outcomes.add(Outcome.goesOn(silence, new Condition(OUTCOME, "no-answer")));
                outcomes.add(Outcome.goesOn(nonsense, new Condition(OUTCOME, "not-understood")));
            }
            case "worklist" -> {
                String list = "work list: " + ask.getQueue();
                outcomes.add(Outcome.ends(silence, step(Kind.WORK, list, "no answer"), Flow.end()));
                outcomes.add(Outcome.ends(nonsense, step(Kind.SAY, "reply", captions.text("dialogue.handed-over")),
                        step(Kind.WORK, list, "not understood"), Flow.end()));
            }
            default -> {
                Part told = step(Kind.SAY, "reply", captions.text(ask.getOtherwise()));
                outcomes.add(Outcome.ends(silence, told, Flow.end()));
                outcomes.add(Outcome.ends(nonsense, told, Flow.end()));
            }
        }
        return new Decision("answer?", subjects, outcomes);
    }

    private static List<Outcome> answers(AskEndpoint ask, List<String> subjects, Captions captions) {
        Condition answered = new Condition(OUTCOME, "answered");
        List<String> choices = Arrays.stream(ask.getChoices().split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (choices.isEmpty()) {
            String label = ask.getList() != null ? "one of the list" : EXPECTED.getOrDefault(ask.getExpect(), "an answer");
            return List.of(Outcome.goesOn(label, answered));
        }
        return choices.stream().map(choice -> Outcome.goesOn(captions.word(choice),
                Stream.concat(Stream.of(answered), subjects.stream().filter(subject -> !subject.equals(OUTCOME))
                        .map(subject -> new Condition(subject, choice))).toArray(Condition[]::new))).toList();
    }

    static Decision of(BackOfficeEndpoint call, Captions captions) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(Outcome.goesOn("done", new Condition(OUTCOME, "ok")));
        outcomes.add(call.getRefused().equals(CONTINUE) ? Outcome.goesOn("refused", new Condition(OUTCOME, "refused"))
                : Outcome.ends("refused", step(Kind.SAY, "reply", captions.text(call.getRefused())), Flow.end()));
        outcomes.add(Outcome.ends("no answer in " + Captions.time(call.getDeadline()),
                step(Kind.SAY, "reply", captions.text("back-office.failed")), step(Kind.WORK, "work list", "an employee takes over"), Flow.end()));
        return new Decision("result?", List.of(OUTCOME, "variable.reason"), outcomes);
    }

    static Decision of(CommandEndpoint command, Captions captions) {
        return new Decision("understood?", List.of(), List.of(Outcome.goesOn("yes"),
                Outcome.ends("no", step(Kind.SAY, "reply", captions.text(command.getUsage())), Flow.end())));
    }

    static Decision ofOptOut() {
        return new Decision("opted out\nbefore?", List.of(), List.of(Outcome.goesOn("no"), Outcome.ends("yes", Flow.end())));
    }

    /** The names of what may follow a keyword, as a manual writes them: {@code [account]} may be missing. */
    static List<String> arguments(CommandEndpoint command) {
        return Arrays.stream(command.getArguments().split(",")).map(one -> one.split(":", 2)[0].strip()).filter(name -> !name.isEmpty())
                .map(name -> name.endsWith("?") ? "[" + name.substring(0, name.length() - 1) + "]" : name).toList();
    }
}
