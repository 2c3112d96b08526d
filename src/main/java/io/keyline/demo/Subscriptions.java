package io.keyline.demo;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** One subscription for each customer, which ends in ten weeks unless it is renewed, once, by a year. */
final class Subscriptions {

    private static final String PLAN = "Gold";
    private static final int WEEKS_LEFT = 10;

    private final Map<String, LocalDate> renewed = new HashMap<>();

    Answer find(Call call) {
        if (call.isStranger()) {
            return Answer.refused("no-subscription");
        }
        LocalDate until = renewed.get(call.address());
        if (until != null) {
            return Answer.refused("renewed-already", Map.of("plan", PLAN, "until", until.toString()));
        }
        return Answer.ok(Map.of("plan", PLAN, "ends", ends().toString()));
    }

    Answer renew(Call call) {
        Answer found = find(call);
        if (found.reason() != null) {
            return found;
        }
        LocalDate until = ends().plusYears(1);
        renewed.put(call.address(), until);
        return Answer.ok(Map.of("plan", PLAN, "until", until.toString()));
    }

    private static LocalDate ends() {
        return LocalDate.now().plusWeeks(WEEKS_LEFT);
    }
}
