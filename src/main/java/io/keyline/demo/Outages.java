package io.keyline.demo;

import java.util.HashMap;
import java.util.Map;

/** Faults that customers report; each kind gets one ticket a customer. */
final class Outages {

    private record Report(String address, String kind) {
    }

    private static final int FIRST = 1001;

    private final Map<Report, String> tickets = new HashMap<>();

    Answer report(Call call) {
        Report report = new Report(call.address(), call.text("kind").orElse("other"));
        String known = tickets.get(report);
        if (known != null) {
            return Answer.refused("reported-already", Map.of("ticket", known));
        }
        String ticket = "F-" + (FIRST + tickets.size());
        tickets.put(report, ticket);
        return Answer.ok(Map.of("ticket", ticket));
    }
}
