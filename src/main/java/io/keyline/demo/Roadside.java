package io.keyline.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Help at the roadside: each time its state is asked for, it has come one step nearer. */
final class Roadside {

    private record Help(String address, int step) {

        Help further() {
            return new Help(address, Math.min(step + 1, STEPS.size() - 1));
        }
    }

    private record Step(String state, int minutes) {
    }

    private static final List<Step> STEPS = List.of(new Step("ordered", 45), new Step("driving", 30), new Step("driving", 15),
            new Step("arrived", 0), new Step("closed", 0));
    private static final int FIRST = 1001;

    private final Map<String, Help> cases = new HashMap<>();

    Answer order(Call call) {
        String number = "R-" + (FIRST + cases.size());
        return put(number, new Help(call.address(), 0));
    }

    Answer status(Call call) {
        Help help = help(call);
        return help == null ? Answer.refused("unknown-case") : put(number(call), help.further());
    }

    /** The customer needs no more help. */
    Answer close(Call call) {
        return help(call) == null ? Answer.refused("unknown-case") : put(number(call), new Help(call.address(), STEPS.size() - 1));
    }

    private Answer put(String number, Help help) {
        cases.put(number, help);
        Step step = STEPS.get(help.step);
        return Answer.ok(Map.of("case", number, "state", step.state, "minutes", step.minutes));
    }

    private Help help(Call call) {
        Help help = cases.get(number(call));
        return help != null && help.address.equals(call.address()) ? help : null;
    }

    private static String number(Call call) {
        return call.text("case").orElse("");
    }
}
